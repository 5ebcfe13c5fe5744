"""Names this part of the kernel to Django."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "yankao.kernel.ui"
    label = "ui"

    def ready(self) -> None:
        from . import catalogs

        catalogs.join()
