"""Names this part of the kernel to Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "yankao.kernel.notices"
    label = "notices"
