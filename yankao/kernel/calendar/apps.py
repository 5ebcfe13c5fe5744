"""Names this part of the kernel to Django."""

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "yankao.kernel.calendar"
    label = "calendar"

    def ready(self) -> None:
        from . import named  # noqa: F401  (settings are known once their module is read)
