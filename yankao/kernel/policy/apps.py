"""Names this part of the kernel to Django."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "yankao.kernel.policy"
    label = "policy"
