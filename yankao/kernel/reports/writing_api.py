"""The writing desk for programs: the same text, versions, numbers and remarks as on the page."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from yankao.kernel.cases.errors import NotYours
from yankao.kernel.programmes.api.door import PROBLEMS
from yankao.kernel.programmes.schemas import Problem

from . import writing
from .markup import letters
from .models import Version
from .quoting import Entry
from .writing_pages import LONGEST, NOT_NOW, OFFERED, Seat, add_remark, matches, value_of


class TextIn(Schema):
    """`base` is the version the text was written on; 0 for none."""

    text: str
    base: int


class DecisionIn(Schema):
    version: int
    take: str


class RemarkIn(Schema):
    """A remark about a passage, or with `settle` the one that is settled."""

    text: str = ""
    about: str = ""
    settle: int | None = None


class TextVersionOut(Schema):
    number: int
    text: str
    author: str | None
    at: datetime
    aside: bool


class WritingOut(Schema):
    """The text that counts, what waits beside it, what is wrong with it."""

    head: TextVersionOut | None
    waiting: list[TextVersionOut]
    writes: bool
    length: int
    limit: int
    troubles: list[str]


class SavedOut(Schema):
    """`mine` is the sent text when it is not the head; collisions are pairs of paragraphs."""

    head: TextVersionOut
    mine: TextVersionOut | None
    collisions: list[tuple[str, str]]


class OfferOut(Schema):
    name: str
    label: str
    unit: str
    value: str
    dimensions: dict[str, str]


class RemarkOut(Schema):
    id: int
    author: str
    at: datetime
    about: str
    text: str
    settled_at: datetime | None


def version_out(row: Version | None) -> dict[str, Any] | None:
    if row is None:
        return None
    author = row.author.name if row.author else None
    told = {"number": row.number, "text": row.text, "at": row.at, "aside": row.aside}
    return {**told, "author": author}


def desk_out(seat: Seat) -> dict[str, Any]:
    top = writing.head(seat.case)
    told = seat.preview(top.text if top else "")
    return {
        "head": version_out(top), "writes": seat.writes, "limit": told["limit"],
        "waiting": [version_out(one) for one in writing.waiting(seat.case)],
        "length": letters(top.text) if top else 0,
        "troubles": [str(one) for one in told["troubles"]],
    }  # fmt: skip


def router_for(room: str) -> Router:
    """The endpoints of a room whose cases carry texts; its api.py hands them over."""
    router = Router()
    reading(router, room)
    changing(router, room)
    return router


def reading(router: Router, room: str) -> None:
    @router.get("/cases/{number}/text", response={200: WritingOut, 404: Problem},
                operation_id=f"{room}_text")  # fmt: skip
    def text(request: HttpRequest, number: str) -> Any:
        """The text as it stands."""
        return desk_out(Seat(request, number, room))

    @router.get("/cases/{number}/text/versions", response={200: list[TextVersionOut], 404: Problem},
                operation_id=f"{room}_versions")  # fmt: skip
    def versions(request: HttpRequest, number: str) -> Any:
        """Every save, newest first."""
        rows = Version.objects.filter(case=Seat(request, number, room).case)
        return [version_out(row) for row in rows.select_related("author").order_by("-number")]

    @router.get("/cases/{number}/text/figures", response={200: list[OfferOut], 404: Problem},
                operation_id=f"{room}_offers")  # fmt: skip
    def offers(request: HttpRequest, number: str, q: str = "") -> Any:
        """Numbers one may quote, found by words."""
        seat = Seat(request, number, room)
        quoter = seat.desk.quoter(seat.case)
        found = [one for one in quoter.catalogue() if matches(one, q.strip().lower())]

        def offer(one: Entry) -> dict[str, Any]:
            told = {"name": one.name, "label": one.label, "unit": one.unit}
            return {**told, "value": value_of(quoter, one), "dimensions": dict(one.dimensions)}

        return [offer(one) for one in found[:OFFERED]]


def changing(router: Router, room: str) -> None:
    @router.post("/cases/{number}/text", response={200: SavedOut, **PROBLEMS},
                 operation_id=f"{room}_save_text")  # fmt: skip
    def save(request: HttpRequest, number: str, payload: TextIn) -> Any:
        """Keeps the text; what others saved meanwhile is joined, or told."""
        seat = Seat(request, number, room)
        if not seat.writes:
            raise NotYours(NOT_NOW.format(state=seat.case.state_label))
        told = payload.text[:LONGEST]
        saved = writing.save(seat.case, told, payload.base, by=seat.person, at=timezone.now())
        return {
            "head": version_out(saved.head), "mine": version_out(saved.mine),
            "collisions": list(saved.collisions),
        }  # fmt: skip

    @router.post("/cases/{number}/text/decide", response={200: WritingOut, **PROBLEMS},
                 operation_id=f"{room}_decide")  # fmt: skip
    def decide(request: HttpRequest, number: str, payload: DecisionIn) -> Any:
        """Which of two texts stays: mine, theirs or both."""
        seat = Seat(request, number, room)
        if not seat.writes or payload.take not in ("mine", "theirs", "both"):
            raise Http404
        writing.decide(seat.case, payload.version, payload.take, by=seat.person, at=timezone.now())
        return desk_out(seat)

    @router.post("/cases/{number}/text/remarks", response={200: list[RemarkOut], **PROBLEMS},
                 operation_id=f"{room}_remark")  # fmt: skip
    def remark(request: HttpRequest, number: str, payload: RemarkIn) -> Any:
        """Adds a remark, or settles one; answers with all of them."""
        seat = Seat(request, number, room)
        add_remark(seat, payload.text, payload.about, payload.settle)
        rows = seat.case.remarks.select_related("author")
        same = ("about", "text", "at", "settled_at")
        return [
            {name: getattr(row, name) for name in same} | {"id": row.pk, "author": row.author.name}
            for row in rows
        ]
