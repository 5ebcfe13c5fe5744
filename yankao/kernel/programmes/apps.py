"""Names this part of the kernel to Django and discovers the rooms."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "yankao.kernel.programmes"
    label = "programmes"

    def ready(self) -> None:
        from yankao.kernel.calendar import changes

        from . import calendar_duty, menu, recompute, registry

        registry.discover()
        menu.contribute()
        recompute.listen()
        changes.subscribe(calendar_duty.settle)
