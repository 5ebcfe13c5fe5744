"""Links by which somebody outside answers about a case: made, listed, revoked."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from ..access import client
from ..models import OutsideLink
from ..outside import links
from ..outside.forms import LinkForm
from ..outside.pages import case_for
from ..programme import Programme
from .door import PROBLEMS, valid, who


class LinkIn(Schema):
    """What is lacking is said by the form, once it is known that the case may be seen."""

    name: str = ""
    asked: str = ""
    days: int | None = None
    with_photos: bool = False


class LinkOut(Schema):
    id: int
    name: str
    asked: str
    with_photos: bool
    made_at: Any
    until: Any
    revoked_at: Any
    openings: int
    answered_at: Any


class NewLinkOut(LinkOut):
    """`url` is told this once."""

    url: str


def add(router: Router, programme: Programme) -> None:
    name = programme.name

    @router.get(
        "/cases/{number}/outside", response={200: list[LinkOut], **PROBLEMS},
        operation_id=f"{name}_outside_links",
    )  # fmt: skip
    def listed(request: HttpRequest, number: str) -> Any:
        """Links made for this case, newest first; never their addresses."""
        return case_for(who(request), programme, number).outside_links.all()

    @router.post(
        "/cases/{number}/outside", response={201: NewLinkOut, **PROBLEMS},
        operation_id=f"{name}_make_outside_link",
    )  # fmt: skip
    def make(request: HttpRequest, number: str, payload: LinkIn) -> Any:
        case = case_for(who(request), programme, number)
        said = valid(LinkForm(payload.dict())).cleaned_data
        link, address = links.make(case, **said, by=who(request), client=client(request))
        return Status(201, {field: getattr(link, field) for field in FIELDS} | {"url": address})

    @router.delete(
        "/cases/{number}/outside/{pk}", response={204: None, **PROBLEMS},
        operation_id=f"{name}_revoke_outside_link",
    )  # fmt: skip
    def revoke(request: HttpRequest, number: str, pk: int) -> Any:
        """From now on it opens nothing."""
        case = case_for(who(request), programme, number)
        found = get_object_or_404(OutsideLink, pk=pk, case=case)
        links.revoke(found, by=who(request), client=client(request))
        return Status(204, None)


FIELDS = [name for name in LinkOut.__annotations__ if name != "id"] + ["id"]
