"""Names this part of the kernel to Django, and puts it into the frame of public pages."""

from django.apps import AppConfig


class CounterConfig(AppConfig):
    name = "yankao.kernel.counter"
    label = "counter"

    def ready(self) -> None:
        from yankao.kernel.cases.listeners import listeners
        from yankao.kernel.programmes import retention
        from yankao.kernel.ui import menu
        from yankao.kernel.ui.forms import PlaceInput

        from . import api, effects, forgetting, home, letters, limits  # noqa: F401  (these register themselves)

        if forgetting.forget not in retention.forgetters:
            retention.forgetters.append(forgetting.forget)
        if effects.tell_followers not in listeners:
            listeners.append(effects.tell_followers)
        PlaceInput.complete_url = "/places/complete/"
        if home.menu not in menu.public_contributors:
            menu.public_contributors.append(home.menu)
