"""The knowledge base: finding what answers a question, keeping articles fresh, filling it."""

import gzip
import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from yankao.kernel.known.known import Known, look
from yankao.kernel.people.models import Person, Unit
from yankao.kernel.search.passages import Passages

from . import limits
from .doors import roles
from .effects import NAME
from .models import Article, ArticleChange, Question
from .states import EDITOR, LEAD, MANAGER, State

FAQ = Path(__file__).parent / "data" / "faq.jsonl.gz"
TWICE = 2  # the question counts twice: it is how people ask
articles = Known(Article)


@dataclass(frozen=True)
class Index:
    """Of what stamp and day it was made."""

    stamp: UUID | None
    day: date
    passages: Passages


_made: list[Index] = []


def index() -> Index:
    """Of the articles valid today; made anew when one was changed or a day began."""
    stamps, today = look(), timezone.localdate()
    stamp = stamps.get(Article._meta.db_table)
    if not _made or (_made[0].stamp, _made[0].day) != (stamp, today):
        valid = [row for row in articles.rows(stamps).values() if holds(row, today)]
        texts = {row.pk: f"{f'{row.question}。' * TWICE}{row.answer}" for row in valid}
        _made[:] = [Index(stamp, today, Passages(texts))]
    return _made[0]


def holds(row: Article, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)


def find(question: str, most: int = 8) -> list[Article]:
    """The articles that fit best, the best first."""
    found = index().passages.find(question, most)
    rows = articles.rows()
    return [rows[one.key] for one in found if one.key in rows]


def in_reach(person: Person) -> Q:
    """The articles somebody may edit: an editor their agency's, leads and the commission all."""
    held = roles(person)
    if held & {LEAD.name, MANAGER.name}:
        return Q()
    if EDITOR.name not in held:
        return Q(pk__in=[])
    reach = Q(pk__in=[])
    for duty in person.duties_at():
        if duty.programme == NAME and duty.role == EDITOR.name:
            reach |= Q(agency__path__startswith=duty.unit.path)
    return reach


def agencies_of(person: Person) -> QuerySet[Unit]:
    """The units for which somebody may write articles."""
    rows = Unit.objects.current().exclude(level=Unit.Level.CITY)
    if roles(person) & {LEAD.name, MANAGER.name}:
        return rows
    reach = Q(pk__in=[])
    for duty in person.duties_at():
        if duty.programme == NAME and duty.role == EDITOR.name:
            reach |= Q(path__startswith=duty.unit.path)
    return rows.filter(reach)


def due(person: Person, today: date) -> QuerySet[Article]:
    """What should be looked at again by now; the longest overdue first."""
    rows = Article.objects.filter(in_reach(person), review_due__lte=today)
    alive = Q(valid_to=None) | Q(valid_to__gte=today)
    return rows.filter(alive).select_related("agency").order_by("review_due", "pk")


def worth_writing(person: Person) -> QuerySet[Question]:
    """Questions that were answered once and of which there is no article yet."""
    states = [State.ANSWERED, State.DONE, State.UNREACHED]
    rows: QuerySet[Question] = Question.objects.visible_to(person)
    rows = rows.filter(case__state__in=states, article=None)
    return rows.select_related("case", "case__category", "case__holder").order_by("-answered_at")


def keep(article: Article, by: Person, reason: str, before: dict[str, object]) -> Article:
    """Stores an article and, of one that was there, what stood there before."""
    with transaction.atomic():
        article.save()
        if before:
            ArticleChange.objects.create(article=article, author=by, reason=reason, before=before)
    return article


def next_review(today: date) -> date:
    return today + timedelta(days=limits.REVIEW_DAYS.value())


def load(today: date) -> int:
    """The city's published questions and answers, once; of agencies that are no more, none."""
    if Article.objects.exists():
        return 0
    units = {unit.organ_code: unit for unit in Unit.objects.current() if unit.organ_code}
    rows, spread = [], limits.REVIEW_DAYS.value()
    with gzip.open(FAQ, "rt", encoding="utf-8") as file:
        for place, line in enumerate(file):
            told = json.loads(line)
            if told["organ_code"] in units:
                rows.append(published(told, units[told["organ_code"]], today, place % spread))
    Article.objects.bulk_create(rows)
    return len(rows)


def published(told: dict[str, str], unit: Unit, today: date, place: int) -> Article:
    return Article(
        agency=unit, question=told["question"][:300], answer=told["answer"][:6000],
        valid_from=today - timedelta(days=365), source=told["url"],
        review_due=today + timedelta(days=place + 1),
    )  # fmt: skip
