"""Everything the kernel needs to know of the video service; it finds this file by itself."""

from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case
from yankao.kernel.programmes.programme import Extra, Post, Programme, PublicDoor
from yankao.kernel.values.words import Words

from .effects import settle, unit_of
from .figures import figures
from .forms import HeldForm, RequestForm
from .limits import settings
from .models import Session, session
from .states import ALIVE, INTERPRETER, MANAGER, State
from .workflow import workflow

URL = "/service/sign_language/"


def title(detail: Session) -> str:
    """The language and the wish; nobody's name and nothing of what is said."""
    return f"{detail.get_purpose_display()}（{detail.get_language_display()}）"


def links(case: Case) -> list[tuple[Words, str, str]]:
    """The way into the call, as long as there is one."""
    into = case.state in (*ALIVE, State.ENDED)
    return [(_("進入視訊"), f"{URL}call/{case.number}/", "video")] if into else []


def progress(case: Case) -> list[tuple[str, str]]:
    """What was written on either side."""
    detail = session(case)
    told = [(_("您的留言"), detail.message), (_("我們的回覆"), detail.answer)]
    told += [(_("視訊中立的案"), "、".join(detail.numbers))]
    return [(str(label), words) for label, words in told if words]


SAYS = {
    State.QUEUED: _("請按「進入視訊」，並留在視訊頁上等候接聽。"),
    State.CONNECTED: _("視訊進行中。"),
    State.ENDED: _("視訊已結束。斷線者十分鐘內可以重新連線，算同一次。"),
    State.MISSED: _("很抱歉，這次沒有接通。請留下想說的事，服務時間內以文字回覆。"),
    State.DECLINED: _("現在不是服務時間。請留下想說的事，服務時間內以文字回覆。"),
    State.WRITTEN: _("已收到您的留言，服務時間內以文字回覆。"),
    State.ANSWERED: _("已回覆您的留言，內容在下方。"),
}

programme = Programme(
    label="手語視訊",
    label_en="Sign-language video",
    prefix="SV",
    keep_years=3,
    icon="video",
    detail=Session,
    intake=HeldForm,
    opened_by=[INTERPRETER],
    workflow=workflow,
    title=title,
    columns=["number", "state", "title", "handler", "connected_at", "opened_at"],
    facets=["state"],
    facts=[
        "language", "purpose", "source", "words", "queued_at", "called_at", "connected_at",
        "ended_at", "missed_at", "declined_at", "resumed", "continues", "outcome", "note",
        "emergency", "emergency_at", "message", "answer",
    ],
    forgets=["words", "note", "message", "answer"],
    searchable=lambda detail: f"{detail.words} {detail.message} {detail.answer} {detail.note}",
    public=PublicDoor(
        title=_("手語視訊"),
        invitation=_("由手語翻譯員以視訊協助諮詢、陳情與派工通報，也可以只打字。"),
        icon="video",
        intake=RequestForm,
        fields=("number", "state", "opened_at"),
        progress=progress,
        links=links,
        actions=["write"],
        rated=[State.ENDED],
        short=_("手語視訊"),
        says=SAYS,
        done=_("內容"),
        first=f"{URL}begin/",
    ),
    figures=figures,
    settings=settings,
    managers=[MANAGER],
    overseers=[MANAGER],
    unit_of=unit_of,
    after_open=[settle],
    extras=[
        Extra("desk", _("接聽"), "video", [INTERPRETER, MANAGER]),
        Extra("interpreters", _("翻譯員"), "users", [MANAGER]),
    ],
    demo_posts=[
        Post("signer", "沈手語", "interpreter", "RDEC-JSC"),
        Post("signer-two", "賴手語", "interpreter", "RDEC-JSC"),
        Post("sign-agent", "馮值機", "agent", "RDEC-JSC"),
        Post("sign-manager", "康承辦", "manager", "RDEC-JSC"),
    ],
)  # fmt: skip
