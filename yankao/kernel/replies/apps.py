"""Names this part of the kernel to Django."""

from django.apps import AppConfig


class RepliesConfig(AppConfig):
    name = "yankao.kernel.replies"
    label = "replies"
