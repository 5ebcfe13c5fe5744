"""Names this part of the kernel to Django."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "yankao.kernel.tasks"
    label = "tasks"
