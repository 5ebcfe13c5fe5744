"""Names this part of the kernel to Django and forgets what it remembered when tables change."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class GeoConfig(AppConfig):
    name = "yankao.kernel.geo"
    label = "geo"

    def ready(self) -> None:
        from .gazetteer import forget_roads
        from .places import forget_districts

        post_migrate.connect(forget_districts, sender=self, dispatch_uid="geo.districts")
        post_migrate.connect(forget_roads, sender=self, dispatch_uid="geo.roads")
