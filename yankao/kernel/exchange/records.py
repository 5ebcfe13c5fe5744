"""One row under a mapping: texts by our names, moments, key, digest; repaired where it can be."""

import hashlib
import json
import re
from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from datetime import UTC, datetime

from yankao.kernel.values.roc import Unreadable, parse_moment

from .mapping import Column, Mapping
from .reader import SURPLUS, Row

MOMENT = "_at"
LONGEST_KEY = 100
PASSING = {"seen_at", "lost_at"}


class Rejected(ValueError):
    """The row cannot be stored; `reason` is a code, the text says it in words."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass
class Record:
    """What a row says, before our tables are asked."""

    line: int
    key: str
    number: str
    digest: str
    values: dict[str, str]
    moments: dict[str, datetime]
    repairs: list[str] = field(default_factory=list)

    def moment(self, name: str) -> datetime | None:
        return self.moments.get(name)


def read(mapping: Mapping, line: int, row: Row) -> Record:
    """The record of a row, or Rejected."""
    repairs: list[str] = []
    whole = rejoined(mapping, row, repairs)
    values = {name: value_of(columns, whole) for name, columns in mapping.columns.items()}
    moments = moments_of(mapping, values, repairs)
    if "opened_at" not in moments:
        reason = "column_shift" if mapping.rejoin else "no_moment"
        raise Rejected(reason, f"opened_at: {values['opened_at']!r}"[:300])
    values["number"] = number(mapping, values, repairs)
    plain = {**values, **{name: at.astimezone(UTC).isoformat() for name, at in moments.items()}}
    key = key_of(mapping, plain, repairs)
    return Record(line, key, values["number"], digest_of(plain), values, moments, repairs)


def rejoined(mapping: Mapping, row: Row, repairs: list[str]) -> Row:
    """A comma without quotes made two cells of one: they are put together again."""
    if SURPLUS not in row:
        return row
    surplus = json.loads(row[SURPLUS])
    names = [name for name in row if name != SURPLUS]
    if not mapping.rejoin or mapping.rejoin not in names:
        raise Rejected("surplus_cells", f"{len(surplus)}: {surplus}"[:300])
    cells = [row[name] for name in names] + [str(cell).strip() for cell in surplus]
    at, more = names.index(mapping.rejoin), len(surplus)
    cells[at : at + more + 1] = [",".join(cells[at : at + more + 1])]
    repairs.append("cells_rejoined")
    return dict(zip(names, cells, strict=True))


def value_of(columns: Iterable[Column], row: MappingOf[str, str]) -> str:
    """The first of the columns that says something."""
    for column in columns:
        if isinstance(column, str):
            said = row.get(column, "")
        else:
            said = " ".join(row.get(one, "") for one in column).strip()
        if said:
            return said
    return ""


def moments_of(mapping: Mapping, values: dict[str, str], repairs: list[str]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for name, said in values.items():
        if not said or not name.endswith(MOMENT):
            continue
        try:
            found[name] = moment(mapping, said)
        except Unreadable:
            if name != "opened_at":
                repairs.append(f"unreadable_{name}")
    return found


def moment(mapping: Mapping, said: str) -> datetime:
    """ISO first, because it is fast; then the source's own formats; then all the city's."""
    if said[4:5] == "-" and said[10:11] == "T":
        try:
            read = datetime.fromisoformat(said)
        except ValueError as error:
            raise Unreadable(said) from error
        return read if read.tzinfo else read.replace(tzinfo=mapping.zone)
    for form in mapping.formats:
        try:
            return datetime.strptime(said, form).replace(tzinfo=mapping.zone)
        except ValueError:
            continue
    return parse_moment(said, zone=mapping.zone)


def number(mapping: Mapping, values: dict[str, str], repairs: list[str]) -> str:
    """The number in the source's own system, with the prefix it may have lost."""
    said, rule = values["number"], mapping.id
    if rule.prefix and not rule.pattern.fullmatch(said):
        mended = rule.prefix + said
        if rule.pattern.fullmatch(mended):
            repairs.append("prefix_restored")
            return mended
    return said


def key_of(mapping: Mapping, values: dict[str, str], repairs: list[str]) -> str:
    """By what the row is known again; rebuilt from its contents when the number is destroyed."""
    rule = mapping.id
    if rule.pattern.fullmatch(values["number"]):
        return "@".join(values[name] for name in rule.columns)[:LONGEST_KEY]
    if not rule.rebuild:
        raise Rejected("bad_number", f"{values['number']!r}"[:300])
    said = "\x1f".join(values[name] for name in rule.rebuild)
    repairs.append("id_rebuilt")
    return f"~{hashlib.sha256(said.encode()).hexdigest()[:32]}"


def digest_of(said: MappingOf[str, str]) -> str:
    """What the row said of the case, whichever file it came in; not when it was seen."""
    told = {name: value for name, value in said.items() if name not in PASSING and value}
    plain = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


LOST = re.compile(r"\?{2,}|\ufffd|[\ue000-\uf8ff]")


def has_lost_characters(text: str) -> bool:
    """Whether a conversion between character sets left question marks or private-use signs."""
    return bool(LOST.search(text))
