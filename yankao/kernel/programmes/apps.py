"""Names this part of the kernel to Django and discovers the rooms."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "yankao.kernel.programmes"
    label = "programmes"

    def ready(self) -> None:
        from . import menu, recompute, registry

        registry.discover()
        menu.contribute()
        recompute.listen()
