"""Cutting text into bigrams, keeping the index, finding cases."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.db import connection
from django.utils import timezone

from yankao.kernel.cases.known import named
from yankao.kernel.cases.models import Case, CaseQuerySet
from yankao.kernel.people.models import Person
from yankao.kernel.text.likeness import bands
from yankao.kernel.values.rows import fresh
from yankao.kernel.values.taipei import local

from .models import IndexRow

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
WORD = re.compile(r"[a-z0-9]+")
LONGEST = 4000
KEEP = """
INSERT INTO search_indexrow AS kept (case_id, grams, hidden, said, bands)
VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (case_id) DO UPDATE SET grams = excluded.grams, hidden = excluded.hidden,
  said = excluded.said, bands = excluded.bands
WHERE (kept.grams, kept.hidden, kept.said)
  IS DISTINCT FROM (excluded.grams, excluded.hidden, excluded.said)
"""


def normal(text: str) -> str:
    """Half width, lower case, 臺 as 台."""
    return unicodedata.normalize("NFKC", text).lower().replace("臺", "台")


def grams(text: str) -> set[str]:
    """Han text in pairs (and single characters for one-character queries), words whole."""
    return set[str]().union(*parts(text))


def parts(text: str) -> list[frozenset[str]]:
    """The same, stretch by stretch; the words and numbers of the whole text are the last."""
    text, found = normal(text[:LONGEST]), set[str]()
    for word in WORD.findall(text):
        found.add(word[:40])
        if word.isdigit() and len(word) > 4:
            found.update(word[i:] for i in range(1, len(word) - 3))
    return [*map(pairs, HAN.findall(text)), frozenset(found)]


@lru_cache(maxsize=1 << 11)
def pairs(run: str) -> frozenset[str]:
    """Of one stretch of Han text; people say the same things in the same words."""
    return frozenset(run[i : i + 2] for i in range(len(run) - 1) or (0,))


def index(case: Case, text: str) -> None:
    """Writes the case's row; called in the transaction of every move."""
    row = row_of(case, text)
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [row.case_id, row.grams, row.hidden, row.said, row.bands])


def row_of(case: Case, text: str) -> IndexRow:
    """What the index keeps of a case, not yet saved."""
    said = f"{case.number} {case.number.replace('-', '')} {case.title} {case.address}"
    shared = f"{case.category or ''} {case.district or ''} {case.holder or ''}"
    contact = case.contact
    hidden = f"{contact.name} {contact.phone} {contact.email}" if contact else ""
    said_of_it = parts(text)
    own = set[str]().union(*said_of_it)
    told = {
        "case_id": case.pk, "hidden": sorted(grams(hidden)) if hidden else [], "said": sorted(own),
        "grams": sorted(own.union(grams(said), often(shared), spans_of(case.opened_at))),
    }  # fmt: skip
    return fresh(IndexRow, {**told, "bands": bands(said_of_it)})


@lru_cache(maxsize=1 << 14)
def often(shared: str) -> frozenset[str]:
    """The pairs of a text that many cases have."""
    return frozenset(grams(shared))


def spans_of(at: datetime) -> list[str]:
    """Day, week and quarter of a moment as words of the index, the shortest first.

    No text contains them. With one of them a search for what is said every day looks at the
    newest cases only; all of ten years' cases would be sorted otherwise.
    """
    return spans(local(at).date())


@lru_cache(maxsize=64)
def spans(day: date) -> list[str]:
    monday = day - timedelta(days=day.weekday())
    quarter = day.replace(month=day.month - (day.month - 1) % 3, day=1)
    return [f"@d{day:%Y%m%d}", f"@w{monday:%Y%m%d}", f"@q{quarter:%Y%m%d}"]


def find(person: Person, query: str, limit: int = 30) -> list[Case]:
    """Cases this person may see whose text, number or address holds all of the query.

    The reporter's name and phone are searched only for those who may see the reporter.
    """
    wanted = sorted(grams(query))
    if not wanted:
        return []
    rows = Case.objects.visible_to(person)
    newest = rows.order_by("-opened_at", "-pk")
    exact = named(newest.filter(number__in={query.strip(), query.strip().upper()})[:1])
    if exact:
        return exact
    found = recent(newest, wanted, limit)
    return found or reporters(person, newest, wanted, limit)


def recent(rows: CaseQuerySet, wanted: list[str], limit: int) -> list[Case]:
    """The newest that hold all of it: of today; were those too few, of longer and longer."""
    for span in [*([span] for span in spans_of(timezone.now())), []]:
        found = list(rows.filter(indexed__grams__contains=[*wanted, *span])[:limit])
        if len(found) == limit:
            break
    return named(found)


def reporters(person: Person, rows: CaseQuerySet, wanted: list[str], limit: int) -> list[Case]:
    """Cases by reporter, only where this person may see who reported."""
    from yankao.kernel.cases.visibility import may_see_identity

    hits = named(rows.filter(indexed__hidden__contains=wanted)[: limit * 2])
    return [case for case in hits if may_see_identity(person, case)][:limit]
