"""Everything the kernel needs to know of the health corner; it finds this file by itself."""

from django.utils.translation import gettext_lazy as _

from yankao.kernel.programmes.programme import Extra, Post, Programme

from .effects import settle, unit_of
from .figures import figures
from .forms import VisitForm
from .limits import settings
from .models import Visit
from .states import MANAGER, NURSE
from .workflow import workflow


def title(detail: Visit) -> str:
    """The service and the age, nothing by which somebody might be known."""
    return f"{detail.get_service_display()}（{detail.get_age_display()}）"


programme = Programme(
    label="保健服務",
    label_en="Health corner",
    prefix="HC",
    keep_years=7,
    icon="heart-handshake",
    detail=Visit,
    intake=VisitForm,
    opened_by=[NURSE],
    workflow=workflow,
    title=title,
    columns=["number", "state", "title", "seen_at", "opened_at"],
    facets=["state"],
    facts=[
        "service", "seen_at", "age", "sex", "systolic", "diastolic", "care", "refused", "alone",
        "guardian", "outside", "called_at", "to", "outcome", "incident",
    ],
    forgets=["guardian", "to", "incident"],
    settings=settings,
    managers=[MANAGER],
    overseers=[MANAGER],
    unit_of=unit_of,
    after_open=[settle],
    extras=[
        Extra("day", _("今日"), "heart-handshake", [NURSE, MANAGER]),
        Extra("absences", _("停止服務"), "ban", [NURSE, MANAGER]),
    ],
    figures=figures,
    demo_posts=[
        Post("health-nurse", "蘇護理", "nurse", "RDEC-JSC"),
        Post("health-manager", "曾主任", "manager", "RDEC-JSC"),
    ],
)  # fmt: skip
