"""Writes the API's description into openapi.json, or says where the two no longer agree."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation

PATH = settings.ROOT / "openapi.json"
SHOWN = 20


class Command(BaseCommand):
    help = "Writes openapi.json; with --check fails and names what differs from the committed one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        text = described()
        if not check:
            PATH.write_text(text, encoding="utf-8")
            self.stdout.write(f"{PATH.name}: {len(json.loads(text)['paths'])} paths")
        elif problems := [*disagreement(text), *lacking(), *taken_twice()]:
            raise CommandError("\n".join([*problems, "make openapi writes it anew."]))


def lacking() -> list[str]:
    """Pages whose doing no endpoint can do."""
    from yankao.kernel.programmes.api import counterparts

    return list(counterparts.lacking())


def taken_twice() -> list[str]:
    """Names under which two schemas would be published as one."""
    from yankao.kernel.programmes.api import names, rooms

    return list(names.taken_twice(rooms.api))


def described() -> str:
    """The description in one spelling: sorted, in the language of the city."""
    with translation.override("zh-hant"):
        from yankao.kernel.programmes.api.rooms import api

        schema = api.get_openapi_schema(path_prefix="/api/v1/")
        options = {"sort_keys": True, "indent": 1, "ensure_ascii": False}
        return json.dumps(schema, cls=DjangoJSONEncoder, **options) + "\n"  # type: ignore[arg-type]


def disagreement(text: str) -> list[str]:
    """What the committed file says otherwise, place by place."""
    if not PATH.exists():
        return [f"{PATH.name} is missing"]
    committed = PATH.read_text(encoding="utf-8")
    found = list(differences(json.loads(committed), json.loads(text)))
    if not found and committed != text:
        found = [f"{PATH.name}: another spelling of the same"]
    rest = [f"and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
    return found[:SHOWN] + rest


def differences(old: object, new: object, where: str = "") -> Iterator[str]:
    """Each place where two descriptions part, as deep as it can be named."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            place = f"{where} › {key}" if where else key
            if key not in new:
                yield f"{place}: no longer in the code"
            elif key not in old:
                yield f"{place}: not in {PATH.name}"
            else:
                yield from differences(old[key], new[key], place)
    elif old != new:
        yield f"{where}: {brief(old)} became {brief(new)}"


def brief(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "…"
