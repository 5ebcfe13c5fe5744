"""Named settings: the default stands in code beside its source, an official changes it in a row."""

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeVar

from django.db import transaction
from django.utils import timezone

from yankao.kernel.people.models import Person
from yankao.kernel.values.taipei import day_of

from .models import Value

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

T = TypeVar("T", int, str, bool, list[str])

FRESH_SECONDS = 5.0
registry: dict[str, "Setting[int] | Setting[str] | Setting[bool] | Setting[list[str]]"] = {}


class BadValue(ValueError):
    """The value is not of the setting's kind or outside its range."""


class _Book:
    """All stored values, read at most every few seconds."""

    def __init__(self) -> None:
        self.read_at = float("-inf")
        self.rows: dict[str, list[tuple[date, object]]] = {}

    def of(self, name: str) -> list[tuple[date, object]]:
        if time.monotonic() - self.read_at > FRESH_SECONDS:
            rows = defaultdict(list)
            for key, since, value in Value.objects.values_list("name", "since", "value"):
                rows[key].append((since, value))
            self.rows, self.read_at = dict(rows), time.monotonic()
        return self.rows.get(name, [])

    def forget(self) -> None:
        self.read_at = float("-inf")


book = _Book()


@dataclass(frozen=True)
class Setting(Generic[T]):
    """A limit, threshold, weight, list or text that an official may change.

    `mark` says how sure we are of the default: found, borrowed, assumed. `fits` answers why a value
    of the right kind does not do; `then` is called with a new value, in the same transaction.
    """

    name: str
    default: T
    label: "StrOrPromise"
    source: str
    mark: str = "assumed"
    low: int | None = None
    high: int | None = None
    fits: "Callable[[T], str] | None" = None
    then: "Callable[[Value], None] | None" = None

    def __post_init__(self) -> None:
        if self.name in registry:
            raise ValueError(f"two settings are called {self.name}")
        registry[self.name] = self

    def value(self, on: date | None = None) -> T:
        """The value in force on that day (default: today)."""
        current: object = self.default
        if rows := book.of(self.name):
            on = on or day_of(timezone.now())
            for since, value in rows:
                if since <= on:
                    current = value
        return current  # type: ignore[return-value]

    def check(self, value: object) -> T:
        """The value, or BadValue in words."""
        if type(value) is not type(self.default):
            raise BadValue(f"{self.label}: {value!r}")
        if isinstance(value, int) and not isinstance(value, bool):
            low, high = self.low, self.high
            if (low is not None and value < low) or (high is not None and value > high):
                raise BadValue(f"{self.label}: {low} – {high}")
        if self.fits and (why := self.fits(value)):
            raise BadValue(why)
        return value

    @transaction.atomic
    def change(self, value: object, *, since: date, by: Person, reason: str) -> Value:
        """Gives the setting a value from `since` on; earlier days keep theirs."""
        row = Value.objects.create(
            name=self.name, value=self.check(value), since=since, author=by, reason=reason
        )
        book.forget()
        if self.then:
            self.then(row)
        return row
