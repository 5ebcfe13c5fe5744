"""Names this part of the kernel to Django."""

from django.apps import AppConfig


class VideoConfig(AppConfig):
    name = "yankao.kernel.video"
    label = "video"
