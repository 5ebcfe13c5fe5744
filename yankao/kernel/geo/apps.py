"""Names this part of the kernel to Django."""

from django.apps import AppConfig


class GeoConfig(AppConfig):
    name = "yankao.kernel.geo"
    label = "geo"
