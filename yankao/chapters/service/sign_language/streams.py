"""What the interpreters' page hears: that somebody waits."""

from collections.abc import Collection

from yankao.kernel.live.streams import Stream
from yankao.kernel.people.models import Person

from . import doors, service


def everybody(person: Person, language: str) -> str:
    return "all"


def told(keys: Collection[str]) -> dict[str, str]:
    return dict.fromkeys(keys, service.token())


desk = Stream("sign_language/desk", doors.may_look, everybody, told)
