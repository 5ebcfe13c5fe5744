"""Officials are entered by their agency; nobody signs up. Every sign-in leaves a line."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from yankao.kernel.ui.logs import note, pseudonym


class OfficialsOnly(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        methods = [
            m.get("method") for m in request.session.get("account_authentication_methods", [])
        ]
        note("signed_in", request, official=user.pk, methods=methods)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """The account under a pseudonym: people type passwords into the wrong field."""
        account = pseudonym(str(credentials.get("username", "")))
        note("sign_in_failed", request, account=account)

    def logout(self, request: HttpRequest) -> None:
        note("signed_out", request, official=getattr(request.user, "pk", None))
        super().logout(request)
