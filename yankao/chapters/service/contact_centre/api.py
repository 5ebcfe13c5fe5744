"""Endpoints beyond the generic ones: an exchange tells what happens, a wall asks how things stand.

A question is opened like every case, by POST to `cases`.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status
from pydantic import AwareDatetime, field_validator

from yankao.kernel.programmes.api.door import PROBLEMS, through, valid, who
from yankao.kernel.programmes.schemas import body, form_data

from . import finished, floor, knowing, knowledge, plans
from .doors import may_edit_knowledge, may_look, may_oversee, may_read_knowledge
from .forms import ArticleForm
from .intake import Event, take
from .models import Article, Beat, CallRecord, EventKind

router = Router()
looking, telling = through(may_look), through(may_oversee)
reading, editing = through(may_read_knowledge), through(may_edit_knowledge)
ArticleIn = body("ArticleIn", ArticleForm)
MOST, OLDEST = 1000, timedelta(days=30)


class CallEventIn(Schema):
    """One thing an exchange tells of a call; `at` by its own clock."""

    call: str = Field(min_length=1, max_length=64)
    kind: EventKind
    at: AwareDatetime
    agent: str = ""
    number: str = ""
    queue: str = ""
    to: str = ""
    score: int | None = None
    recording: str = ""

    @field_validator("at")
    @classmethod
    def recent(cls, at: AwareDatetime) -> datetime:
        """In UTC; of the last days, as a wrong clock would open a month of another century."""
        found = at.astimezone(UTC)
        if not timezone.now() - OLDEST < found < timezone.now() + OLDEST:
            raise ValueError(_("時間要在 {n} 天以內，請檢查交換機的時鐘。").format(n=OLDEST.days))
        return found


class CallEventsIn(Schema):
    events: list[CallEventIn] = Field(max_length=MOST)


class EventsTakenOut(Schema):
    """How many were told; telling twice does no harm."""

    told: int


class FloorOut(Schema):
    """The floor now; `level` per cent answered in time today, null before the first call."""

    at: datetime
    waiting: int
    longest_seconds: int | None
    talking: int
    to_classify: int
    agents: dict[str, int]
    offered: int
    handled: int
    level: Decimal | None
    exchange_silent: bool


class StaffingHourOut(Schema):
    """`needed` at once, `scheduled` on the roster for it, `shortage` beyond the seats."""

    hour: int
    calls: float
    needed: int
    scheduled: int
    shortage: int


class ArticleOut(Schema):
    id: int
    agency: str
    question: str
    answer: str
    valid_from: date
    valid_to: date | None
    review_due: date
    source: str


class CallOut(Schema):
    id: int
    at: datetime
    exchange_id: str
    disposition: str
    kind: str
    topic: str
    agent: str
    waited: int
    handling: int | None
    numbers: list[str]


@router.post("/events", response={200: EventsTakenOut, **PROBLEMS}, auth=telling,
             operation_id="contact_centre_tell")  # fmt: skip
def tell(request: HttpRequest, payload: CallEventsIn) -> Any:
    """Events of an exchange in any order, a thousand at a time; durable when answered.

    An empty list says that the exchange is there: the wall warns after fifteen seconds of silence.
    """
    told = [
        Event(one.call, one.kind, one.at, one.model_dump(exclude={"call", "kind", "at"},
              exclude_defaults=True))
        for one in payload.events
    ]  # fmt: skip
    Beat.objects.update_or_create(exchange="api", defaults={"at": timezone.now()})
    return {"told": take(told)}


@router.get("/floor", response=FloorOut, auth=looking, operation_id="contact_centre_floor")
def now(request: HttpRequest) -> Any:
    """What the wall shows."""
    found = floor.read()
    return {
        "at": found.now, "waiting": found.waiting, "talking": found.talking,
        "longest_seconds": int(found.longest.total_seconds()) if found.longest else None,
        "to_classify": found.unsaid, "agents": {s: many for s, _label, many in found.states},
        "offered": found.day.offered, "handled": found.day.handled, "level": found.day.level,
        "exchange_silent": found.quiet,
    }  # fmt: skip


@router.get("/knowledge", response=list[ArticleOut], auth=reading,
            operation_id="contact_centre_knowledge")  # fmt: skip
def found(request: HttpRequest, q: str) -> Any:
    """The articles that answer a question best, the best first."""
    return [article_of(row) for row in knowledge.find(q)]


@router.post("/knowledge", response={201: ArticleOut, **PROBLEMS}, auth=editing,
             operation_id="contact_centre_add_article")  # fmt: skip
def add_article(request: HttpRequest, payload: ArticleIn) -> Any:  # type: ignore[valid-type]
    """A new article of an agency one may write for."""
    form = valid(ArticleForm(form_data(payload, ArticleForm), person=who(request)))
    return Status(201, article_of(knowing.stored(form, who(request), None, {})))


@router.get("/knowledge/{pk}", response={200: ArticleOut, **PROBLEMS}, auth=reading,
            operation_id="contact_centre_article")  # fmt: skip
def article(request: HttpRequest, pk: int) -> Any:
    """One article, also one that no longer holds."""
    return article_of(get_object_or_404(Article.objects.select_related("agency"), pk=pk))


@router.put("/knowledge/{pk}", response={200: ArticleOut, **PROBLEMS}, auth=editing,
            operation_id="contact_centre_change_article")  # fmt: skip
def change_article(request: HttpRequest, pk: int, payload: ArticleIn) -> Any:  # type: ignore[valid-type]
    """Changes an article one may edit; what stood there is kept."""
    person = who(request)
    row = get_object_or_404(Article.objects.filter(knowledge.in_reach(person)), pk=pk)
    before = knowing.as_it_stood(row)
    form = valid(ArticleForm(form_data(payload, ArticleForm), instance=row, person=person))
    return article_of(knowing.stored(form, person, None, before))


def article_of(row: Article) -> dict[str, Any]:
    return {
        "id": row.pk, "agency": row.agency.code, "question": row.question, "answer": row.answer,
        "valid_from": row.valid_from, "valid_to": row.valid_to, "review_due": row.review_due,
        "source": row.source,
    }  # fmt: skip


@router.get("/staffing", response=list[StaffingHourOut], auth=telling,
            operation_id="contact_centre_staffing")  # fmt: skip
def staffing(
    request: HttpRequest,
    day: date | None = None,
    handling: float | None = None,
    storm: bool = False,
) -> Any:
    """A coming day hour by hour; empty without a week of history."""
    form = valid(plans.asked({"day": day, "handling": handling, "storm": storm}))
    return [
        {"hour": one.hour, "calls": one.calls, "needed": one.staffing.needed,
         "scheduled": one.staffing.scheduled, "shortage": one.staffing.shortage}
        for one in plans.hours(form) or []
    ]  # fmt: skip


@router.get("/calls", response=list[CallOut], auth=looking, operation_id="contact_centre_calls")
def calls(request: HttpRequest, day: date | None = None, before: datetime | None = None) -> Any:
    """Calls of a day, newest first, fifty at a time; `before` goes on from the last one's `at`."""
    rows = finished.calls_on(who(request), day or timezone.localdate(), before)
    return [told(row) for row in rows[: finished.SHOWN]]


@router.get("/calls/{pk}", response={200: CallOut, **PROBLEMS}, auth=looking,
            operation_id="contact_centre_call")  # fmt: skip
def call(request: HttpRequest, pk: int, day: date) -> Any:
    """One call of a day."""
    return told(finished.call_or_404(who(request), day, pk))


def told(row: CallRecord) -> dict[str, Any]:
    return {
        "id": row.id, "at": row.at, "exchange_id": row.exchange_id,
        "disposition": row.disposition, "kind": row.kind, "topic": str(row.topic or ""),
        "agent": row.agent.name if row.agent else "", "waited": row.waited,
        "handling": row.handling, "numbers": row.numbers,
    }  # fmt: skip
