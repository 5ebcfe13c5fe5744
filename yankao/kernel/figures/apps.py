"""Names this part of the kernel to Django."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "yankao.kernel.figures"
    label = "figures"
