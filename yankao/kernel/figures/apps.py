"""Names this part of the kernel to Django; after a migration its triggers are made anew."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FiguresConfig(AppConfig):
    name = "yankao.kernel.figures"
    label = "figures"

    def ready(self) -> None:
        post_migrate.connect(make_triggers, sender=self, dispatch_uid="figures.triggers")


def make_triggers(**_told: Any) -> None:
    """When all tables of all rooms exist."""
    from . import registry, triggers

    triggers.install(registry.populations())
