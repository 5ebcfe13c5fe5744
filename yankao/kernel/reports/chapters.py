"""What programmes write of themselves: every chapters/*/*/chapter.py, in the report's order."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.utils.translation import gettext

from yankao.kernel.programmes import registry
from yankao.kernel.programmes.menu import CHAPTERS

from .composing import Contribution

ORDINALS = "壹貳參肆伍陸柒"


@dataclass(frozen=True)
class Part:
    """A programme's section of the annual report: the text an edition starts with.

    `unit` is the code of the agency or office whose author goes on writing it.
    """

    title: str
    unit: str
    text: str
    order: int = 50


@dataclass(frozen=True)
class Placed:
    """A part with the programme and chapter it comes from."""

    part: Part
    programme: str
    chapter: str

    def contribution(self) -> Contribution:
        return Contribution(heading(self.chapter), self.part.title, self.part.text)


def parts() -> list[Placed]:
    """All parts there are, in the report's order."""
    order = list(CHAPTERS)
    return sorted(found(), key=lambda one: (order.index(one.chapter), one.part.order))


def found() -> Iterator[Placed]:
    for room in registry.every():
        name = f"yankao.chapters.{room.chapter}.{room.name}.chapter"
        if find_spec(name):
            yield Placed(import_module(name).part, room.name, room.chapter)


def heading(chapter: str) -> str:
    """The printed title of a chapter: 伍、為民服務."""
    return f"{ORDINALS[list(CHAPTERS).index(chapter)]}、{gettext(CHAPTERS[chapter])}"
