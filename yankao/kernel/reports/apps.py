"""Names this part of the kernel to Django."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "yankao.kernel.reports"
    label = "reports"

    def ready(self) -> None:
        from . import api  # noqa: F401  (it registers itself)
        from .papers import api as papers  # noqa: F401
