"""Names this part of the kernel to Django; the demo's sign-ins are offered in the demo only."""

from django.apps import AppConfig
from django.conf import settings


class TestingConfig(AppConfig):
    name = "yankao.kernel.testing"
    label = "testing"

    def ready(self) -> None:
        if getattr(settings, "DEMO", False):
            from . import accounts

            accounts.offer()
