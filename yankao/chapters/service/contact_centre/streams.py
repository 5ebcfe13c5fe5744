"""What the room's pages hear: the wall, and each agent of their own call."""

from collections.abc import Collection

from django.template.loader import render_to_string
from django.utils.translation import override

from yankao.kernel.live.streams import Stream
from yankao.kernel.people.models import Person

from . import deskwork, doors, floor


def walls(languages: Collection[str]) -> dict[str, str]:
    found = {}
    for language in languages:
        with override(language):
            told = {"floor": floor.read()}
            found[language] = render_to_string("contact_centre/floor.html", told).strip()
    return found


def language_of(person: Person, language: str) -> str:
    return language


def own(person: Person, language: str) -> str:
    return str(person.pk)


wall = Stream("contact_centre/wall", doors.may_look, language_of, walls)
desk = Stream("contact_centre/desk", doors.may_answer, own, deskwork.heard)
