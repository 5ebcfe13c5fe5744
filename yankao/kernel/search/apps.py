"""Names this part of the kernel to Django."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "yankao.kernel.search"
    label = "search"
