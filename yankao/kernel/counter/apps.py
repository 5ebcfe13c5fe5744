"""Names this part of the kernel to Django."""

from django.apps import AppConfig


class CounterConfig(AppConfig):
    name = "yankao.kernel.counter"
    label = "counter"
