"""Names this part of the kernel to Django."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "yankao.kernel.reports"
    label = "reports"
