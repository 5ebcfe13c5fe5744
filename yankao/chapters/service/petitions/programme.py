"""Everything the kernel needs to know of petitions; it finds this file by itself."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case, CaseDetail, CaseQuerySet
from yankao.kernel.cases.numbers import yearly
from yankao.kernel.programmes.programme import Extra, Post, Programme, PublicDoor
from yankao.kernel.programmes.quality.sheet import Sheet
from yankao.kernel.values.roc import roc_deadline

from .centre import first_holder
from .endings import ending
from .figures import figures
from .forms import ClerkForm, MailboxForm, SpawnedForm
from .learning import WEIGHTS
from .limits import CRITERIA, PASSING, SAMPLE_LEAST, SAMPLE_PERCENT, settings
from .models import Petition, original, petition
from .opening import flag_duplicate, give_receipt, inherit, take_in
from .states import (
    APPROVER,
    CONTROLLER,
    DISPATCHER,
    INTAKE,
    OFFICER,
    PRIVACY,
    SUPERIOR,
    WINDOW,
    State,
)
from .workflow import workflow

ANSWERED = (State.REPLIED, State.CLOSED)


def subject(detail: CaseDetail) -> str:
    return detail.subject if isinstance(detail, Petition) else ""


def progress(case: Case) -> list[tuple[str, str]]:
    """What the petitioner may read: what we ask, why it takes longer, and the reply once sent."""
    detail = petition(case)
    shown: list[tuple[object, str]] = []
    if case.state == State.SUPPLEMENT:
        shown.append((_("請補充"), detail.missing))
    if case.state == State.EXTENDED and case.due_at:
        shown.append((_("期限展延至"), roc_deadline(case.due_at)))
        shown.append((_("展期理由"), detail.extension_reason))
    if case.state in ANSWERED:
        shown += [(_("回復內容"), detail.reply_text), (_("法令依據"), detail.legal_basis)]
        shown.append((_("發文字號"), detail.doc_number))
    if case.state == State.TRANSFERRED_OUT:
        shown.append((_("移轉機關"), detail.transfer_to))
    if case.state == State.FILED:
        shown.append((_("存參事由"), detail.get_ground_display()))
    return [(str(label), value) for label, value in shown if value]


def answered(since: datetime, until: datetime) -> CaseQuerySet:
    """What was closed with a reply in that span."""
    rows = Case.objects.ours().filter(programme="petitions", state=State.CLOSED)
    return rows.filter(closed_at__gte=since, closed_at__lt=until)


def searchable(detail: CaseDetail) -> str:
    if not isinstance(detail, Petition):
        return ""
    return f"{detail.subject} {detail.content} {detail.doc_number} {detail.reply_text}"


POSTS = [
    Post("petition-intake", "郭收件", "intake", "RDEC-JSC"),
    Post("operator", "林值機", "intake", "RDEC-JSC"),
    Post("petition-dispatcher", "何分文", "dispatcher", "RDEC-JSC"),
    Post("petition-approver-centre", "曾主任", "approver", "RDEC-JSC"),
    Post("petition-controller", "周管考", "controller", "397220000A"),
    Post("petition-superior", "方秘書", "superior", "KCG"),
    Post("petition-privacy", "羅個資", "privacy", "397220000A"),
    Post("petition-privacy-second", "溫個資", "privacy", "397220000A"),
    Post("petition-ethics", "石政風", "ethics", "397230000A"),
    Post("petition-window", "葉窗口", "window", "B01000"),
    Post("petition-officer", "江承辦", "officer", "B01000"),
    Post("petition-approver", "潘處長", "approver", "B01000", decides=1),
    Post("petition-section", "許科長", "approver", "B01000", decides=3),
    Post("petition-co-handler", "簡會辦", "co_handler", "A04000"),
    Post("petition-window-environment", "游窗口", "window", "A03000"),
    Post("petition-officer-environment", "高承辦", "officer", "A03000"),
    Post("petition-approver-environment", "詹科長", "approver", "A03000"),
]

programme = Programme(
    label="人民陳情",
    label_en="Petitions",
    prefix="P",
    forgets=["reply_text", "narrative", "papers_received", "corrections_demanded", "supplement",
             "missing", "extension_reason"],
    keep_years=5,
    icon="mail",
    detail=Petition,
    intake=ClerkForm,
    spawned=SpawnedForm,
    opened_by=[INTAKE],
    workflow=workflow,
    numbering=yearly,
    title=subject,
    unit_of=first_holder,
    columns=["number", "state", "title", "kind", "category", "holder", "opened_at", "due_at"],
    facets=["state", "category", "district", "holder"],
    facts=[
        "content", "kind", "confidentiality", "anonymous", "reply_method", "received_at",
        "registered_at", "clock_start_at", "confirmed_at", "sent_by_authority",
        "authority_number", "oral", "narrative", "papers_received",
        "read_back", "corrections_demanded", "signed", "power_of_attorney", "complexity",
        "complained_unit", "assigned_at", "accepted_at", "reassign_requests", "ruled",
        "proposal", "proposed_by", "file_code", "ground",
        "competent_authority", "transfer_to", "convert_to", "extend_to", "extension_reason",
        "project_number", "missing", "supplement", "silent", "reply_text", "legal_basis",
        "closure", "approved_at", "doc_number", "sent_by_method", "replied_at",
        "delivery_result", "delivered_at", "withdrawn_how",
    ],
    public=PublicDoor(
        title=_("市長信箱"),
        invitation=_("建議、查詢法令、舉發違失或維護您的權益；送出後給您案號，可隨時查詢進度。"),
        icon="mail",
        intake=MailboxForm,
        fields=("number", "title", "state", "category", "opened_at", "due_at"),
        progress=progress,
        actions=["supplement", "withdraw", "not_yet"],
        ending=ending,
        rated=[State.CLOSED],
        offline=True,
    ),
    settings=settings,
    figures=figures,
    managers=[CONTROLLER],
    sheet=Sheet(
        CRITERIA, answered, CONTROLLER, SAMPLE_PERCENT, SAMPLE_LEAST, PASSING, SUPERIOR
    ),
    hands_out=[OFFICER, WINDOW],
    joins_people=[PRIVACY, APPROVER],
    overseers=[CONTROLLER, DISPATCHER, SUPERIOR],
    extras=[Extra("counter", _("櫃台"), "list-details", [INTAKE, DISPATCHER, CONTROLLER])],
    after_open=[inherit, flag_duplicate, take_in, give_receipt],
    demo_posts=POSTS,
    searchable=searchable,
    weights=WEIGHTS,
    original=original,
)  # fmt: skip
