"""Names this part of the kernel to Django."""

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "yankao.kernel.calendar"
    label = "calendar"
