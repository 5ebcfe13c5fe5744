"""Names this part of the kernel to Django."""

from django.apps import AppConfig


class TestingConfig(AppConfig):
    name = "yankao.kernel.testing"
    label = "testing"
