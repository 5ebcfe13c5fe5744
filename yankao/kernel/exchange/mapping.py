"""A mapping file says how one source's rows become ours; a new city is a new file, not code."""

import csv
import hashlib
import re
import tomllib
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

Column = str | list[str]


class BadMapping(ValueError):
    """The mapping file contradicts itself or names what does not exist."""


@dataclass(frozen=True)
class IdRule:
    """How a row is recognised again.

    `columns` are our fields joined into the key; `pattern` is what a sound number looks like;
    `prefix` is put before one that lost it; `rebuild` names the fields whose digest replaces a
    number that was destroyed. Without `rebuild` such a row is rejected.
    """

    columns: tuple[str, ...] = ("number",)
    pattern: re.Pattern[str] = re.compile(".+")
    prefix: str = ""
    rebuild: tuple[str, ...] = ()


@dataclass(frozen=True)
class Events:
    """A second file with what was observed of each case: one row per change."""

    columns: MappingOf[str, list[Column]]


@dataclass(frozen=True)
class Mapping:
    """One source. `columns` names, for each of our fields, where it may stand in the row."""

    file: str
    name: str
    source: str
    programme: str
    zone: ZoneInfo
    columns: MappingOf[str, list[Column]]
    id: IdRule
    ours: bool = False
    records: str = ""
    encodings: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    rejoin: str = ""
    channel: str = ""
    channels: MappingOf[str, str] = field(default_factory=dict)
    timed: bool = True
    states: MappingOf[str, str] = field(default_factory=dict)
    steps: MappingOf[str, str] = field(default_factory=dict)
    moments: MappingOf[str, str] = field(default_factory=dict)
    told_at_end: tuple[str, ...] = ()
    categories: MappingOf[str, str] = field(default_factory=dict)
    units: MappingOf[str, str] = field(default_factory=dict)
    ignore: str = ""
    default_points: tuple[tuple[float, float], ...] = ()
    events: Events | None = None
    sha256: str = ""

    def our_category(self, said: str) -> str | None:
        """Ours for what the source calls it, to the letter or without what may be ignored; "" when
        it has no counterpart, None when it was never seen.
        """
        exact = self.categories.get(said)
        if exact is not None or not self.ignore:
            return exact
        bare = re.sub(self.ignore, "", said)
        loose = {re.sub(self.ignore, "", name): code for name, code in self.categories.items()}
        return loose.get(bare)

    def is_events(self, header: list[str]) -> bool:
        """Whether a file with these columns is the one of events."""
        if self.events is None:
            return False
        return all(any(found(column, header) for column in columns)
                   for columns in (self.events.columns["number"], self.events.columns["at"])
                   ) and not self.is_cases(header)  # fmt: skip

    def is_cases(self, header: list[str]) -> bool:
        return any(found(column, header) for column in self.columns["opened_at"])


def found(column: Column, header: list[str]) -> bool:
    return all(one in header for one in ([column] if isinstance(column, str) else column))


def load(path: Path) -> Mapping:
    """Reads a mapping file and the crosswalk files that it names beside itself."""
    raw = path.read_bytes()
    told: dict[str, Any] = tomllib.loads(raw.decode())
    rule, events = told.pop("id", {}), told.pop("events", None)
    for name in ("categories", "units"):
        if name in told:
            told[name] = crosswalk(path.parent / told[name])
    points = told.pop("default_points", ())
    plain: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in told.items()}
    try:
        mapping = Mapping(
            file=path.stem,
            zone=ZoneInfo(plain.pop("zone", "Asia/Taipei")),
            columns=listed(plain.pop("columns")),
            id=IdRule(**{**rule, **compiled(rule)}),
            events=Events(listed(events["columns"])) if events else None,
            default_points=tuple((float(lng), float(lat)) for lng, lat in points),
            sha256=hashlib.sha256(raw).hexdigest(),
            **plain,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadMapping(f"{path.name}: {error}") from error
    missing = {"number", "opened_at"} - set(mapping.columns)
    if missing:
        raise BadMapping(f"{path.name}: columns lacks {', '.join(sorted(missing))}")
    return mapping


def listed(columns: dict[str, Any]) -> dict[str, list[Column]]:
    """A single name stands for a list of one."""
    return {name: [c] if isinstance(c, str) else c for name, c in columns.items()}


def compiled(rule: dict[str, Any]) -> dict[str, Any]:
    lists = {key: tuple(value) for key, value in rule.items() if isinstance(value, list)}
    return {**lists, "pattern": re.compile(rule.get("pattern", ".+"))}


def crosswalk(path: Path) -> dict[str, str]:
    """What a source calls it, what we call it; an empty second cell means: known, but nothing."""
    with path.open(encoding="utf-8") as file:
        return {row["source"]: row["ours"] for row in csv.DictReader(file)}


def every(folder: Path) -> dict[str, Path]:
    """The mappings of a folder by name."""
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def fitting(folder: Path, header: list[str]) -> list[Mapping]:
    """The mappings whose needed columns a file has, those that use most of its columns first."""
    loaded = [load(path) for path in every(folder).values()]
    fit = [one for one in loaded if one.is_cases(header) and has_number(one, header)]
    return sorted(fit, key=lambda one: -len(used(one) & set(header)))


def has_number(mapping: Mapping, header: list[str]) -> bool:
    return any(found(column, header) for column in mapping.columns["number"])


def used(mapping: Mapping) -> set[str]:
    """Every column of the source that the mapping reads."""
    return {
        one
        for columns in mapping.columns.values()
        for column in columns
        for one in ([column] if isinstance(column, str) else column)
    }
