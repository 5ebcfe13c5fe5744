"""Units from a file into the effective-dated tree: what was true stays, what is new is added."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Unit

UNITS = Path(__file__).resolve().parent / "data" / "units.csv"  # the bundled list of the city

REQUIRED = {"code", "name", "level", "parent"}
NAMING = ("name", "short_name", "level")  # a change of these, or of the parent, reorganises
CONTACT = ("organ_code", "phone", "email")  # a change of these corrects the row
LINKS = ("parent", "path", "successor")
SHORT = 40  # characters of a short name


@dataclass(frozen=True, slots=True)
class Rejected:
    line: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """Units added, units altered, and the rows that could not be used."""

    stored: int
    changed: int
    rejected: list[Rejected]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file, checked by itself."""

    line: int
    unit: Unit
    parent: str
    successor: str


@dataclass(slots=True)
class Version:
    """A unit as it was between two days, with the codes of its parent and successor."""

    unit: Unit
    parent: str
    successor: str = ""
    entered: bool = False  # in the file, not only in the database

    @property
    def current(self) -> bool:
        return self.unit.valid_to is None

    def same_as(self, row: Row) -> bool:
        if self.parent != row.parent:
            return False
        stated = [name for name in NAMING if getattr(row.unit, name)]
        return all(getattr(self.unit, name) == getattr(row.unit, name) for name in stated)


def load_units(path: Path, *, on: date | None = None) -> Loaded:
    """Reads a file of units into the tree; loading it again changes nothing.

    A unit that is new under its code is added. One that is named, ranked or placed differently
    ends, and a new row follows it as successor: from the day the file states, or from `on` (today)
    when the file states none later. A unit missing from the file stays as it is, and so does what
    the file leaves blank.
    """
    read = _read(path)
    rejected = [row for row in read if isinstance(row, Rejected)]
    with transaction.atomic():
        tree = Tree(on or timezone.localdate())
        rows, unsound = _sound([row for row in read if isinstance(row, Row)], tree.parents())
        for row in rows:
            if reason := tree.enter(row):
                rejected.append(Rejected(row.line, row.unit.code, reason))
        stored, changed = tree.save()
    return Loaded(stored, changed, sorted([*rejected, *unsound], key=lambda bad: bad.line))


@dataclass
class Tree:
    """Every version of every unit, in memory until it is saved."""

    on: date
    versions: dict[str, list[Version]] = field(default_factory=lambda: defaultdict(list))
    before: dict[int, tuple[object, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        units: dict[int | None, Unit] = {}
        units.update((unit.pk, unit) for unit in Unit.objects.order_by("valid_from"))
        for unit in units.values():
            unit.parent = units.get(unit.parent_id)
            unit.successor = units.get(unit.successor_id)
            parent, successor = _code(unit.parent), _code(unit.successor)
            self.versions[unit.code].append(Version(unit, parent, successor))
            self.before[unit.pk] = _values(unit)

    def parents(self) -> dict[str, str]:
        """The code above each code, as stored."""
        return {code: known[-1].parent for code, known in self.versions.items()}

    def enter(self, row: Row) -> str:
        """Finds what the row says in the tree or adds it; answers with the reason if it may not."""
        known = self.versions[row.unit.code]
        if row.unit.valid_to is None:
            version = next((version for version in known if version.current), None)
            if version and not version.same_as(row):
                version = self._reorganised(version, row)
        else:
            since = row.unit.valid_from
            version = next((version for version in known if version.unit.valid_from == since), None)
        if version:
            _correct(version, row)
        elif any(_overlap(version.unit, row.unit) for version in known):
            return _("與已登錄的同一代碼單位期間重疊。")
        else:
            row.unit.short_name = row.unit.short_name or row.unit.name[:SHORT]
            known.append(Version(row.unit, row.parent, row.successor, entered=True))
            known.sort(key=lambda version: version.unit.valid_from)
        return ""

    def _reorganised(self, version: Version, row: Row) -> Version | None:
        """Ends the version so that the row may follow it; on its first day it is corrected."""
        day = row.unit.valid_from if row.unit.valid_from > version.unit.valid_from else self.on
        if day <= version.unit.valid_from:
            return version
        row.unit.valid_from = version.unit.valid_to = day
        return None

    def save(self) -> tuple[int, int]:
        """Writes new and altered rows: first what ended, then what began, then the links."""
        everything = [version for known in self.versions.values() for version in known]
        new = [version.unit for version in everything if version.unit.pk is None]
        old = [version.unit for version in everything if version.unit.pk is not None]
        ended = [unit for unit in old if _values(unit) != self.before[unit.pk]]
        Unit.objects.bulk_update(ended, [*NAMING, *CONTACT, "valid_to"])
        Unit.objects.bulk_create(new)
        self._link(everything)
        altered = [unit for unit in old if _values(unit) != self.before[unit.pk]]
        Unit.objects.bulk_update([*new, *altered], LINKS)
        return len(new), len(altered)

    def _link(self, everything: list[Version]) -> None:
        for version in everything:
            if version.entered or version.current:
                parent = self._version_of(version.parent, version)
                version.unit.parent = parent.unit if parent else None
            follower = self._follower(version)
            version.unit.successor = follower.unit if follower else None
        for version in everything:
            version.unit.path = _path(version.unit)

    def _version_of(self, code: str, child: Version) -> Version | None:
        """The parent as it is now, or as it was when the child began."""
        known = self.versions.get(code, [])
        if child.current:
            return next((version for version in known if version.current), _last(known))
        since = child.unit.valid_from
        covering = (version for version in known if _covers(version.unit, since))
        return next(covering, _last(known))

    def _follower(self, version: Version) -> Version | None:
        """Whom the file names as successor, else the next version under the same code."""
        known = self.versions[version.unit.code]
        later = known[known.index(version) + 1 :]
        if version.current or later:
            return next(iter(later), None)
        heirs = self.versions.get(version.successor, [])
        ended = version.unit.valid_to
        return next((heir for heir in heirs if ended and _covers(heir.unit, ended)), _last(heirs))


def _correct(version: Version, row: Row) -> None:
    for name in (*NAMING, *CONTACT):
        if value := getattr(row.unit, name):
            setattr(version.unit, name, value)
    version.unit.valid_to = row.unit.valid_to
    version.parent, version.successor, version.entered = row.parent, row.successor, True


def _values(unit: Unit) -> tuple[object, ...]:
    plain = (getattr(unit, name) for name in (*NAMING, *CONTACT, "valid_to", "path"))
    return (*plain, unit.parent_id, unit.successor_id)


def _covers(unit: Unit, day: date) -> bool:
    return unit.valid_from <= day and (unit.valid_to is None or day < unit.valid_to)


def _overlap(one: Unit, other: Unit) -> bool:
    return _covers(one, other.valid_from) or _covers(other, one.valid_from)


def _code(unit: Unit | None) -> str:
    return unit.code if unit else ""


def _last(known: list[Version]) -> Version | None:
    return known[-1] if known else None


def _path(unit: Unit) -> str:
    return f"{_path(unit.parent) if unit.parent else '/'}{unit.pk}/"


def _read(path: Path) -> list[Row | Rejected]:
    """Every line as a row or with the reason against it; ValueError when it is no such file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.DictReader(file)
        if missing := REQUIRED - set(lines.fieldnames or []):
            words = _("檔案缺少欄位：%(names)s。")
            raise ValueError(words % {"names": ", ".join(sorted(missing))})
        return [_row(lines.line_num, values) for values in lines]


def _row(line: int, values: dict[str, str]) -> Row | Rejected:
    clean = {name: (values.get(name) or "").strip() for name in (*REQUIRED, *CONTACT)}
    rest = {name: (values.get(name) or "").strip() for name in ("short_name", "successor")}
    try:
        unit = Unit(
            code=clean["code"],
            name=clean["name"],
            short_name=rest["short_name"],
            level=clean["level"],
            **{name: clean[name] for name in CONTACT},
            **_days(values),
        )
        unit.clean_fields(exclude=LINKS if unit.short_name else [*LINKS, "short_name"])
    except ValidationError as error:
        return Rejected(line, clean["code"], _words(error))
    if unit.valid_to and unit.valid_to <= unit.valid_from:
        return Rejected(line, unit.code, _("失效日須在生效日之後。"))
    return Row(line, unit, clean["parent"], rest["successor"])


def _days(values: dict[str, str]) -> dict[str, date]:
    """Days as the file states them; a missing beginning is that of the merged city."""
    stated = ((name, (values.get(name) or "").strip()) for name in ("valid_from", "valid_to"))
    try:
        return {name: date.fromisoformat(text) for name, text in stated if text}
    except ValueError as error:
        raise ValidationError(_("日期須寫成 2014-12-25 的樣子。")) from error


def _words(error: ValidationError) -> str:
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    named = {column.name: column.verbose_name for column in Unit._meta.concrete_fields}
    complaints = error.message_dict.items()
    return " ".join(f"{named[name]}：{' '.join(words)}" for name, words in complaints)


def _sound(rows: list[Row], stored: dict[str, str]) -> tuple[list[Row], list[Rejected]]:
    """The rows that fit together and what is wrong with the others, until nothing more falls."""
    rejected: list[Rejected] = []
    while True:
        parents = stored | {row.unit.code: row.parent for row in rows}
        seen: dict[str, list[Unit]] = defaultdict(list)
        bad = {}
        for row in sorted(rows, key=lambda row: (row.unit.valid_from, row.line)):
            if reason := _objection(row, parents, seen[row.unit.code]):
                bad[row.line] = Rejected(row.line, row.unit.code, reason)
            else:
                seen[row.unit.code].append(row.unit)
        rejected.extend(bad.values())
        rows = [row for row in rows if row.line not in bad]
        if not bad:
            return sorted(rows, key=lambda row: (row.unit.valid_from, row.line)), rejected


def _objection(row: Row, parents: dict[str, str], earlier: Iterable[Unit]) -> str | None:
    if row.parent and row.parent not in parents:
        return _("找不到上級單位 %(code)s。") % {"code": row.parent}
    if row.successor and row.successor not in parents:
        return _("找不到承接單位 %(code)s。") % {"code": row.successor}
    if any(unit.valid_to is None or unit.valid_to > row.unit.valid_from for unit in earlier):
        return _("與同一代碼的另一列期間重疊。")
    if _in_a_circle(row.unit.code, parents):
        return _("上級單位繞回了自己。")
    return None


def _in_a_circle(code: str, parents: dict[str, str]) -> bool:
    above, passed = parents.get(code), {code}
    while above:
        if above in passed:
            return True
        passed.add(above)
        above = parents.get(above)
    return False
