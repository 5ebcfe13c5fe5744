"""How the tests ask a question that is to be answered later, and how an exchange speaks."""

from datetime import datetime, timedelta

from yankao.kernel.cases.models import Category

from ..intake import Event

ROLE = "agent"


def data(topic: str = "parking", **more: object) -> dict[str, object]:
    category = Category.objects.get(programme="contact_centre", code=topic)
    return {
        "category": category.pk, "question": "假日停車費可以退嗎？", "contact_name": "王先生",
        "contact_phone": "0912-345-678", **more,
    }  # fmt: skip


def call_of(
    name: str, at: datetime, agent: str = "", *, number: str = "0912345678", talk: int = 90
) -> list[Event]:
    """A call from its first ring to its end; without an agent the caller gives up."""
    told = [
        Event(name, "offered", at, {"number": number, "queue": "1999"}),
        Event(name, "queued", at + timedelta(seconds=6)),
    ]
    if not agent:
        return [*told, Event(name, "ended", at + timedelta(seconds=60))]
    return [
        *told,
        Event(name, "ringing", at + timedelta(seconds=10), {"agent": agent}),
        Event(name, "answered", at + timedelta(seconds=13), {"agent": agent, "recording": "r/1"}),
        Event(name, "left", at + timedelta(seconds=13 + talk), {"agent": agent}),
        Event(name, "surveyed", at + timedelta(seconds=18 + talk), {"score": 5}),
        Event(name, "ended", at + timedelta(seconds=20 + talk)),
    ]
