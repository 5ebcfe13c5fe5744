"""Names this part of the kernel to Django, and lets checklists hold up a move."""

from django.apps import AppConfig


class ChecklistsConfig(AppConfig):
    name = "yankao.kernel.checklists"
    label = "checklists"

    def ready(self) -> None:
        from yankao.kernel.cases.demands import demands

        from .ticking import lacking

        if lacking not in demands:
            demands.append(lacking)
