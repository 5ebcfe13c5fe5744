"""Consequences that only dispatch has: conversion to a petition, recurrence."""

from datetime import timedelta

from yankao.kernel.cases.models import Case, CaseQuerySet
from yankao.kernel.cases.workflow import Move
from yankao.kernel.geo.places import near
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
    closed = (
        Case.objects.ours()
        .filter(programme="dispatch", category=case.category, closed_at__gte=since)
        .exclude(pk=case.pk)
    )
    detail: Dispatch = case.dispatch
    if closed_here(closed, case, detail):
        detail.recurrence = True
        detail.save(update_fields=["recurrence"])


def closed_here(closed: CaseQuerySet, case: Case, detail: Dispatch) -> bool:
    if detail.asset_no:
        return bool(closed.filter(dispatch__asset_no=detail.asset_no).exists())
    if case.lng is not None and case.lat is not None:
        return near(closed, case.lng, case.lat, limits.SAME_METRES.value()).exists()
    return bool(case.address and closed.filter(address=case.address).exists())
