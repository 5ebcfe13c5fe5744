"""Names this part of the kernel to Django."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "yankao.kernel.exchange"
    label = "exchange"
