"""Names this part of the kernel to Django."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "yankao.kernel.files"
    label = "files"
