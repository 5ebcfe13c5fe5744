"""Names this part of the kernel to Django."""

from django.apps import AppConfig


class TextConfig(AppConfig):
    name = "yankao.kernel.text"
    label = "text"
