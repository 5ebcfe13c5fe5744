"""Names this part of the kernel to Django."""

from django.apps import AppConfig


class TimelineConfig(AppConfig):
    name = "yankao.kernel.timeline"
    label = "timeline"
