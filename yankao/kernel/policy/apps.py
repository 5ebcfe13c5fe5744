"""Names this part of the kernel to Django; settings must say where they come from."""

import re
from collections.abc import Sequence

from django.apps import AppConfig
from django.core import checks

HAN = re.compile(r"[\u4e00-\u9fff]")


class PolicyConfig(AppConfig):
    name = "yankao.kernel.policy"
    label = "policy"

    def ready(self) -> None:
        checks.register(sources)


def strange(source: str) -> bool:
    """Whether an official could not read it: no Chinese, or a paper only we have."""
    return not HAN.search(source) or "handbook" in source


def sources(app_configs: object, **kwargs: object) -> Sequence[checks.CheckMessage]:
    """Every named setting cites a regulation, another city, or says that the value is ours."""
    from .policy import registry

    return [
        checks.Error(
            f"the setting {name} does not say where it comes from in words officials can check",
            hint="name the regulation or the city, or say 本會暫定",
            id="policy.E001",
        )
        for name, setting in registry.items()
        if strange(str(setting.source))
    ]
