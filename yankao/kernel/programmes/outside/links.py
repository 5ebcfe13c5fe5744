"""Making, reading, revoking and answering by a link. See decision 0008."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.cases import engine
from yankao.kernel.cases.actors import Outsider
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.visibility import fits, role_of
from yankao.kernel.cases.workflow import Action
from yankao.kernel.files.attaching import keep
from yankao.kernel.files.intake import Accepted
from yankao.kernel.notices.models import Recipient
from yankao.kernel.notices.posting import post
from yankao.kernel.people.models import Person

from .. import desk
from ..models import OutsideLink
from ..programme import Programme
from .letters import ANSWERED

BYTES = 24


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def may_hand_out(programme: Programme, case: Case, person: Person) -> bool:
    """Roles that the room names, at the case; a confidential case leaves the house by no link."""
    names = {role.name for role in programme.hands_out}
    if case.confidential or case.closed_at:
        return False
    here = [
        (duty, role_of(duty)) for duty in person.duties_at()
        if duty.programme == case.programme and duty.role in names
    ]  # fmt: skip
    return any(role is not None and fits(duty, role, case, person) for duty, role in here)


def make(
    case: Case, *, name: str, asked: str, days: int, with_photos: bool, by: Person, client: str = ""
) -> tuple[OutsideLink, str]:
    """The link and its address, which nobody can read again later."""
    token, now = secrets.token_urlsafe(BYTES), timezone.now()
    until = now + timedelta(days=days)
    with transaction.atomic():
        link = OutsideLink.objects.create(
            case=case, name=name, asked=asked, with_photos=with_photos, made_by=by, made_at=now,
            until=until, hashed=hashed(token),
        )  # fmt: skip
        told = _("請 {name} 協助：{asked}（連結有效至 {until}）")
        day = timezone.localtime(until).strftime("%m/%d %H:%M")
        notes = [told.format(name=name, asked=asked, until=day)]
        desk.note(case, "outside_link", _("提供外部單位連結"), by=by, client=client,
                  data={"notes": notes, "link": link.pk})  # fmt: skip
    return link, f"{settings.PUBLIC_ADDRESS}/outside/{token}/"


def revoke(link: OutsideLink, *, by: Person, client: str = "") -> None:
    with transaction.atomic():
        mine = OutsideLink.objects.filter(pk=link.pk, revoked_at=None)
        if mine.update(revoked_at=timezone.now(), revoked_by=by):
            desk.note(link.case, "outside_revoke", _("撤回外部單位連結"), by=by, client=client,
                      data={"notes": [link.name], "link": link.pk})  # fmt: skip


def find(token: str) -> OutsideLink | None:
    related = ("case__category", "case__district", "case__holder", "case__contact", "made_by")
    return OutsideLink.objects.filter(hashed=hashed(token)).select_related(*related).first()


def why_shut(link: OutsideLink, now: datetime) -> str:
    """Why nothing can be done by it any more, or ""."""
    if link.revoked_at:
        return _("承辦機關已撤回這個連結。")
    if link.until <= now:
        return _("這個連結已過期。")
    return _("這一案已經結案，不需要再回報。") if link.case.closed_at else ""


def opened(link: OutsideLink, *, client: str) -> None:
    """Every opening is counted; the first one stands on the timeline."""
    now = timezone.now()
    first = OutsideLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=now)
    OutsideLink.objects.filter(pk=link.pk).update(openings=F("openings") + 1, last_opened_at=now)
    if first:
        desk.note(link.case, "outside_open", _("外部單位開啟連結"), by=actor(link), client=client,
                  data={"notes": [link.name], "link": link.pk})  # fmt: skip


def actor(link: OutsideLink) -> Outsider:
    return Outsider(link.case_id, link.name)


def actions(link: OutsideLink) -> list[Action]:
    """The moves that the workflow lets an outsider make in the case's present state."""
    return engine.available(link.case, actor(link))


def answer(link: OutsideLink, text: str, photos: Sequence[Accepted], *, client: str = "") -> None:
    """Words and photos without a move."""
    now = timezone.now()
    with transaction.atomic():
        for one in photos:
            keep(link.case, one, by=None, at=now)
        notes = [_("{name}：{text}").format(name=link.name, text=text)]
        if photos:
            notes.append(_("附照片 {n} 張").format(n=len(photos)))
        desk.note(link.case, "outside_answer", _("外部單位回覆"), by=actor(link), client=client,
                  data={"notes": notes, "link": link.pk})  # fmt: skip
        tell(link, text, now)


def tell(link: OutsideLink, text: str, now: datetime) -> None:
    """Whoever handles the case, else its unit, and the official who made the link."""
    OutsideLink.objects.filter(pk=link.pk).update(answered_at=now)
    first: Recipient | None = link.case.handler or link.case.holder
    facts = {"who": link.name, "answer": text}
    for recipient in dict.fromkeys([one for one in (first, link.made_by) if one]):
        key = f"outside.answered:{link.pk}:{now.isoformat()}"
        post(ANSWERED, recipient, key=key, at=now, case=link.case, facts=facts)
