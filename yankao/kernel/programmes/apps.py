"""Names this part of the kernel to Django."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "yankao.kernel.programmes"
    label = "programmes"
