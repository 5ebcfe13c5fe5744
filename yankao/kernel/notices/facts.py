"""What a letter may say about a case, and what it must not."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Contact
from yankao.kernel.text.known import redact, traits
from yankao.kernel.values.roc import roc_deadline
from yankao.kernel.values.taipei import local

from .letters import Audience

DESK_PATH = "/desk/case/{number}/"
PROGRESS_PATH = "/progress/?number={number}"


def case_facts(case: Case, audience: str, language: str) -> dict[str, str]:
    """The common variables; agencies do not read what a confidential case is about."""
    secret = case.confidential and audience == Audience.OFFICIAL
    path = DESK_PATH if audience == Audience.OFFICIAL else PROGRESS_PATH
    with override(language):
        return {
            "number": case.number,
            "title": _("（保密案件）") if secret else case.title,
            "place": _("（保密）") if secret else case.address,
            "category": str(case.category or ""),
            "state": case.state_label,
            "unit": case.holder.name if case.holder else "",
            "due": moment(case.due_at, language),
            "url": settings.PUBLIC_ADDRESS + path.format(number=case.number),
            "reason": "",
        }


def moment(at: datetime | None, language: str) -> str:
    """A due moment as letters print it: 112年2月24日 24:00, or 2023-02-24 24:00 in English."""
    if at is None:
        return ""
    if language != "en":
        return roc_deadline(at)
    here = local(at)
    if here.time() == time():
        return f"{here - timedelta(days=1):%Y-%m-%d} 24:00"
    return f"{here:%Y-%m-%d %H:%M}"


def hide(text: str, contact: Contact | None) -> str:
    """Takes name and addresses of a confidential reporter out of free text."""
    return redact(text, traits(contact))
