"""What programmes write of themselves: every chapters/*/*/chapter.py, in the report's order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec

from django.utils.translation import gettext

from yankao.kernel.programmes import registry
from yankao.kernel.programmes.menu import CHAPTERS

from .composing import Contribution

ANNUAL = "annual"
ORDINALS = "壹貳參肆伍陸柒"


@dataclass(frozen=True)
class Part:
    """A programme's section of the annual report: the text an edition starts with.

    `unit` is the code of the agency or office whose author goes on writing it. `also` has what it
    says in other kinds of report, by their name.
    """

    title: str
    unit: str
    text: str
    order: int = 50
    also: Mapping[str, str] = field(default_factory=dict)

    def text_for(self, kind: str) -> str:
        """What it says in a kind of report; "" when it says nothing there."""
        return self.text if kind == ANNUAL else self.also.get(kind, "")


@dataclass(frozen=True)
class Placed:
    """A part with the programme and chapter it comes from."""

    part: Part
    programme: str
    chapter: str

    def contribution(self, kind: str = ANNUAL) -> Contribution:
        return Contribution(heading(self.chapter), self.part.title, self.part.text_for(kind))


def parts(kind: str = ANNUAL) -> list[Placed]:
    """All parts that have something to say in a kind of report, in its order."""
    order, said = list(CHAPTERS), [one for one in found() if one.part.text_for(kind)]
    return sorted(said, key=lambda one: (order.index(one.chapter), one.part.order))


def found() -> Iterator[Placed]:
    for room in registry.every():
        name = f"yankao.chapters.{room.chapter}.{room.name}.chapter"
        if find_spec(name):
            yield Placed(import_module(name).part, room.name, room.chapter)


def heading(chapter: str) -> str:
    """The printed title of a chapter: 伍、為民服務."""
    return f"{ORDINALS[list(CHAPTERS).index(chapter)]}、{gettext(CHAPTERS[chapter])}"
