"""How two pages of one call hear each other: each asks again and again, and tells as it asks.

Offers, answers, candidates and, as long as the pages have no way of their own, typed characters.
A request that is sent again because its answer was lost tells nothing twice.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.http import HttpRequest

from yankao.kernel.cases.models import Case

from .models import Seat, Side, Signal

KINDS = {"offer", "answer", "candidate", "text", "lost"}
LINKS = {"none", "text", "media"}
MOST, LONGEST, LONGEST_REQUEST = 100, 20_000, 200_000  # signals; characters of one; bytes of all
PATIENCE = timedelta(seconds=15)  # a page that says nothing for so long is away


class Garbled(ValueError):
    """What no page of ours says."""


@dataclass(frozen=True)
class Told:
    """What a page says: who it is, what it has heard, what is new, by which way it is connected."""

    tab: str
    sits: bool
    after: int
    signals: list[dict[str, Any]]
    link: str


@dataclass
class Heard:
    """What it hears. `elsewhere`: the call goes on in another page of the same person."""

    elsewhere: bool = False
    here: bool = False
    other: str = ""
    signals: list[dict[str, Any]] = field(default_factory=list)


def read(request: HttpRequest) -> Told:
    """The body of a request; Garbled when no page of ours would say that."""
    if len(request.body) > LONGEST_REQUEST:
        raise Garbled("too long")
    try:
        said = json.loads(request.body)
        told = Told(str(said["tab"]), said.get("sits") is True, int(said.get("after") or 0),
                    list(said.get("signals") or []), str(said.get("link", "none")))  # fmt: skip
        checked = [signal_of(one) for one in told.signals]
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise Garbled from error
    known = 0 <= told.after < 2**62 and 8 <= len(told.tab) <= 40 and told.link in LINKS
    if not known or len(checked) > MOST or not told.tab.isascii():
        raise Garbled("not a page of ours")
    return told


def signal_of(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """Known kind, counted, short enough, without what a database cannot keep."""
    if said["kind"] not in KINDS or not isinstance(said["n"], int) or not 0 < said["n"] < 2**31:
        raise ValueError("unknown signal")
    text = json.dumps(said["body"])
    if len(text) > LONGEST or "\\u0000" in text:
        raise ValueError("no such body")
    return said


@transaction.atomic
def exchange(case: Case, side: Side, told: Told, now: datetime) -> Heard:
    """One breath of one end."""
    seat, _new = Seat.objects.select_for_update().get_or_create(
        case=case, side=side, defaults={"tab": told.tab, "heard_at": now}
    )
    if seat.tab != told.tab:
        if not told.sits:
            return Heard(elsewhere=True)
        seat.tab, seat.told = told.tab, 0
        Signal.objects.filter(case=case).delete()  # of another page, to it and from it
    fresh = [one for one in told.signals if one["n"] > seat.told]
    Signal.objects.bulk_create(
        Signal(case=case, to=side.other, kind=one["kind"], body=one["body"]) for one in fresh
    )
    seat.told = max([seat.told, *(one["n"] for one in fresh)])
    seat.heard_at = now
    seat.save(update_fields=["tab", "told", "heard_at"])
    waiting = Signal.objects.filter(case=case, to=side)
    waiting.filter(id__lte=told.after).delete()
    rows = waiting.order_by("id").values("id", "kind", "body")[:MOST]
    other = Seat.objects.filter(case=case, side=side.other).first()
    here = other is not None and other.heard_at > now - PATIENCE
    return Heard(
        here=here, other=other.tab if other and here else "", signals=[dict(row) for row in rows]
    )


def present(cases: Iterable[Case | int], side: Side, now: datetime) -> set[int]:
    """Keys of the cases at whose end somebody is heard."""
    rows = Seat.objects.filter(case__in=list(cases), side=side, heard_at__gt=now - PATIENCE)
    return set(rows.values_list("case", flat=True))


def is_here(case: Case, side: Side, now: datetime) -> bool:
    return bool(present([case], side, now))


def last_heard(case: Case, side: Side) -> datetime | None:
    """When an end was last heard; None when nobody ever sat there."""
    return Seat.objects.filter(case=case, side=side).values_list("heard_at", flat=True).first()


def last_together(case: Case) -> datetime | None:
    """The last moment at which both ends were heard; None when one never was."""
    heard = dict(Seat.objects.filter(case=case).values_list("side", "heard_at"))
    return min(heard.values()) if len(heard) == len(Side) else None


def leave(case: Case) -> None:
    """The call is over: what was not heard is heard no more."""
    Signal.objects.filter(case=case).delete()
    Seat.objects.filter(case=case).delete()


def forget(before: datetime) -> None:
    """What calls left behind that nobody ended properly."""
    old = Seat.objects.values("case").annotate(last=Max("heard_at")).filter(last__lt=before)
    cases = [row["case"] for row in old]
    Signal.objects.filter(Q(case__in=cases) | ~Q(case__in=Seat.objects.values("case"))).delete()
    Seat.objects.filter(case__in=cases).delete()
