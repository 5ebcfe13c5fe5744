"""Everything the kernel needs to know of the contact centre; it finds this file by itself."""

from django.utils.translation import gettext_lazy as _

from yankao.kernel.programmes.programme import Extra, Post, Programme

from .effects import unit_of
from .figures import figures
from .forms import QuestionForm
from .limits import settings
from .models import Question
from .states import AUDITOR, EDITOR, FLOOR, MANAGER, OVERSEERS
from .workflow import workflow


def title(detail: Question) -> str:
    """The beginning of what was asked."""
    words = " ".join(detail.question.split())
    return words if len(words) <= 60 else f"{words[:60]}…"


programme = Programme(
    label="1999 話務中心",
    label_en="1999 contact centre",
    prefix="CQ",
    keep_years=3,
    icon="headset",
    detail=Question,
    intake=QuestionForm,
    opened_by=FLOOR,
    workflow=workflow,
    title=title,
    columns=["number", "state", "title", "category", "holder", "opened_at"],
    facets=["state", "category", "holder"],
    facts=["question", "answer", "answered_at", "attempts"],
    forgets=["question", "answer"],
    searchable=lambda detail: f"{detail.question} {detail.answer}",
    settings=settings,
    managers=[MANAGER],
    overseers=OVERSEERS,
    unit_of=unit_of,
    figures=figures,
    extras=[
        Extra("desk", _("值機"), "headset", FLOOR),
        Extra("wall", _("即時看板"), "chart-line", [*FLOOR, AUDITOR, MANAGER]),
        Extra("knowledge", _("知識庫"), "bulb", [*FLOOR, AUDITOR, EDITOR, MANAGER]),
        Extra("calls", _("來電紀錄"), "phone", [*FLOOR, AUDITOR, MANAGER]),
        Extra("staffing", _("人力"), "calendar-time", OVERSEERS),
        Extra("staff", _("在職人員"), "users", [MANAGER]),
    ],
    demo_servers=["simulated_exchange"],
    demo_posts=[
        Post("operator", "林值機", "agent", "RDEC-JSC"),
        Post("cc-lead", "溫班長", "lead", "RDEC-JSC"),
        Post("cc-auditor", "余稽核", "auditor", "RDEC-JSC"),
        Post("cc-editor", "白編輯", "editor", "A04000"),
        Post("cc-manager", "石承辦", "manager", "RDEC-JSC"),
    ],
)  # fmt: skip
