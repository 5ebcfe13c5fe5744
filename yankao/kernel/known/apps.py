"""Names this part of the kernel to Django."""

from django.apps import AppConfig


class KnownConfig(AppConfig):
    name = "yankao.kernel.known"
    label = "known"
