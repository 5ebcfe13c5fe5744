"""Consequences that only dispatch has: conversion to a petition, recurrence."""

from datetime import datetime, timedelta
from typing import Any

from yankao.kernel.cases.models import Case, CaseQuerySet
from yankao.kernel.cases.workflow import Move
from yankao.kernel.geo.metres import Place, bounding_box, metres_between
from yankao.kernel.geo.places import in_box
from yankao.kernel.known.prepared import Prepared
from yankao.kernel.programmes.desk import spawn

from . import limits
from .models import Dispatch


def become_petition(case: Case, move: Move) -> None:
    """Not urgent or needs a budget: the petition's clock starts now, joined by `origin`."""
    detail: Dispatch = case.dispatch
    petition = spawn(
        case,
        "petitions",
        {
            "subject": case.title,
            "content": f"{detail.description}\n{move.data['reason']}",
            "kind": "administrative_interest",
            "channel": case.channel or "phone",
            "address": case.address,
            "district": case.district_id,
            "lng": case.lng,
            "lat": case.lat,
        },
        by=move.by,
    )
    petition.contact = case.contact
    petition.save(update_fields=["contact"])
    move.note["notes"] = [f"轉為陳情案 {petition.number}"]


def flag_recurrence(case: Case) -> None:
    """The same fault at the same place within seven days of its repair (handbook §3)."""
    since = case.opened_at - timedelta(days=limits.RECUR_DAYS.value())
    detail: Dispatch = case.dispatch
    if closed_here(case, detail, since):
        detail.recurrence = True
        detail.save(update_fields=["recurrence"])


def closed_here(case: Case, detail: Dispatch, since: datetime) -> bool:
    if not detail.asset_no and case.lng is not None and case.lat is not None:
        return closed_near(case, Place(case.lng, case.lat), since)
    rows = closed(case.category_id, since, case.pk)
    if detail.asset_no:
        return bool(rows.filter(dispatch__asset_no=detail.asset_no).exists())
    return bool(case.address and rows.filter(address=case.address).exists())


def closed_near(case: Case, here: Place, since: datetime) -> bool:
    most = float(limits.SAME_METRES.value())
    around = dict(zip(SIDES, bounding_box(here.lng, here.lat, most), strict=True))
    rows = _closed_around(category=case.category_id, since=since, but=case.pk, **around)
    return any(metres_between(here, Place(row.lng, row.lat)) <= most for row in rows)  # type: ignore[arg-type]


def closed(category: Any, since: Any, but: Any) -> CaseQuerySet:
    """Cases of the same fault that ended since then."""
    ended = Case.objects.ours().filter(programme="dispatch", closed_at__gte=since)
    return ended.filter(category=category).exclude(pk=but)


SIDES = ("west", "south", "east", "north")
_closed_around = Prepared(
    lambda category, since, but, **sides: closed(category, since, but)
    .filter(in_box(**sides))
    .only("lng", "lat"),
    "category", "since", "but", *SIDES,
)  # fmt: skip
