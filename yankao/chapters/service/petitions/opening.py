"""What happens to a petition the moment it is received."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from yankao.kernel.cases.actors import System
from yankao.kernel.cases.models import Case
from yankao.kernel.counter import letters, passwords, receipts
from yankao.kernel.programmes import desk

from . import limits
from .models import Confidentiality, Petition, petition
from .redact import hide
from .similar import same_sender

NAME = "petitions"
CHECKED_AT_ONCE = ("phone", "counter")
INHERITED = (
    "received_at", "confidentiality", "anonymous", "reply_method", "proxy", "power_of_attorney",
    "sent_by_authority", "authority_number",
)  # fmt: skip


def inherit(case: Case) -> None:
    """From another room comes who asked; from a petition it was split off, also when and how."""
    origin = case.origin
    if origin is None:
        return
    case.contact, case.confidential = origin.contact, origin.confidential
    detail = petition(case)
    if origin.programme == NAME:
        before = petition(origin)
        detail.split_from = origin
        for name in INHERITED:
            setattr(detail, name, getattr(before, name))
        detail.received_at = before.received_at or origin.opened_at
    elif case.confidential:
        detail.confidentiality = Confidentiality.SECRET
    if case.confidential:
        hide(case, detail)
    detail.save()
    case.save()


def flag_duplicate(case: Case) -> None:
    """The same letter twice within ten minutes: both are kept, the dispatcher is warned."""
    detail = petition(case)
    since = case.opened_at - timedelta(minutes=limits.DUPLICATE_MINUTES.value())
    rows = Petition.objects.filter(case__opened_at__gte=since, case__opened_at__lte=case.opened_at)
    alike = Q(content=detail.content) | Q(same_sender(case), subject=detail.subject)
    twin = rows.filter(alike).exclude(pk=case.pk).order_by("case__opened_at").first()
    if twin is None or case.origin_id:
        return
    detail.looks_like = twin.case
    detail.save(update_fields=["looks_like"])
    told = {"notes": [_("與 {number} 內容相同，請確認是否併案。").format(number=twin.case.number)]}
    desk.note(case, "looks_like", _("疑似重複送件"), by=System(NAME), data=told)


def take_in(case: Case) -> None:
    """An e-mail address is confirmed first; what was said to a clerk is checked already.

    What came by post or fax, or over the web without e-mail, waits for a clerk's look.
    """
    if case.origin_id or case.channel in CHECKED_AT_ONCE:
        desk.act(case, "register", by=System(NAME), at=case.opened_at)
    elif case.channel == "web" and case.contact and case.contact.email:
        desk.act(case, "ask_confirmation", by=System(NAME), at=case.opened_at)
    case.refresh_from_db()


def give_receipt(case: Case) -> None:
    """Number and password, unless the counter is just about to show them."""
    if case.contact is None or not (case.opened_by_id or case.origin_id):
        return
    password = passwords.fresh()
    receipts.issue(case, password)
    letters.send_receipt(case, password)
