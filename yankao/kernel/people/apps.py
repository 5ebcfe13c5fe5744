"""Names this part of the kernel to Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "yankao.kernel.people"
    label = "people"
