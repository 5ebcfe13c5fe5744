"""Names this part of the kernel to Django."""

from django.apps import AppConfig


class LedgersConfig(AppConfig):
    name = "yankao.kernel.ledgers"
    label = "ledgers"
