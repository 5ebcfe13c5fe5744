"""Names this part of the kernel to Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "yankao.kernel.cases"
    label = "cases"
