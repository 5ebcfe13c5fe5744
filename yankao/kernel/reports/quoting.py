"""A number as a report prints it, with all that explains it; asked of whoever knows the figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from .document import Ref


class Unquotable(Exception):
    """Why there is no number behind a reference; the text is for the author."""


@dataclass(frozen=True)
class Quoted:
    """One number. `keys` are the rows it was computed from; `value` None is missing, not zero."""

    ref: Ref
    name: str
    label: str
    value: Decimal | None
    text: str
    period: str
    unit: str = ""
    definition: str = ""
    owner: str = ""
    asked: Mapping[str, str] = field(default_factory=dict)
    keys: Sequence[int] = ()
    of_cases: bool = False
    live: str = ""


@dataclass(frozen=True)
class Series:
    """A figure by one of its dimensions: the rows of a table, the bars of a chart."""

    label: str
    by: str
    unit: str
    rows: Sequence[tuple[str, Quoted]]


@dataclass(frozen=True)
class Entry:
    """A line of the catalogue from which authors pick."""

    name: str
    label: str
    room: str
    unit: str
    definition: str
    dimensions: Mapping[str, str]


class Span(Protocol):
    """A half-open stretch of time with a name of its own."""

    @property
    def since(self) -> datetime: ...
    @property
    def until(self) -> datetime: ...


class Quoter(Protocol):
    """What reports ask of figures."""

    def catalogue(self) -> Sequence[Entry]: ...
    def quote(self, ref: Ref) -> Quoted: ...
    def series(self, ref: Ref) -> Series: ...
