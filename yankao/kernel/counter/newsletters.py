"""What the worker writes to those who follow: news at once, the rest once a day."""

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from yankao.kernel.cases.models import Case, CaseQuerySet
from yankao.kernel.geo.places import near
from yankao.kernel.notices.letters import Channel
from yankao.kernel.notices.posting import post
from yankao.kernel.people.models import Contact

from . import doors, following
from .followletters import DIGEST, FOLLOWED, MY_CASES
from .models import Follow

MOST = 20
MINE = "yankao.counter.mine"


def tell(case: Case, at: datetime) -> None:
    """Everybody who said yes, those of merged cases too; a crowded mailbox waits for the digest."""
    rows = Follow.objects.filter(Q(case=case) | Q(case__parent=case), confirmed_at__isnull=False)
    for row in rows.select_related("contact").exclude(contact=None):
        assert row.contact is not None, "excluded above"
        if following.crowded(row.contact):
            Follow.objects.filter(pk=row.pk).update(waiting=True)
            continue
        with override(row.contact.language):
            facts = about(case) | {"stop": following.address(following.LIST, row.contact.pk)}
        key = f"followed:case{case.pk}:{at.isoformat()}"
        post(FOLLOWED, row.contact, key=key, at=timezone.now(), case=case, facts=facts)


def about(case: Case) -> dict[str, object]:
    return {"what": doors.named(case), "now": standing(case), "page": page_of(case)}


def standing(case: Case) -> str:
    ending = doors.ending_of(case)
    return f"{case.state_label}。{ending.words}" if ending else case.state_label


def page_of(case: Case) -> str:
    place = "map" if doors.is_mapped(case) else "progress"
    return f"{settings.PUBLIC_ADDRESS}/{place}/{case.number}/"


def digest(now: datetime) -> None:
    """One letter a day to each who follows an area or has news waiting."""
    rows = Follow.objects.filter(confirmed_at__isnull=False).filter(Q(waiting=True) | Q(case=None))
    contacts = Contact.objects.filter(follows__in=rows, erased_at=None).distinct()
    for contact in contacts:
        write(contact, list(rows.filter(contact=contact).select_related("case", "district")), now)


def write(contact: Contact, rows: list[Follow], now: datetime) -> None:
    with override(contact.language):
        news = [line for row in rows for line in news_of(row)]
    news = list(dict.fromkeys(news))
    if news:
        more = [_("另有 {n} 則。").format(n=len(news) - MOST)] if len(news) > MOST else []
        facts = {"count": len(news), "news": "\n".join(news[:MOST] + more),
                 "stop": following.address(following.LIST, contact.pk)}  # fmt: skip
        key = f"follow_digest:{timezone.localdate(now)}"
        post(DIGEST, contact, key=key, at=now, facts=facts)
    Follow.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=now, waiting=False)


def news_of(row: Follow) -> list[str]:
    """A line for each case opened or closed there since the last letter."""
    if row.case is not None:
        return [line(row.case)] if row.waiting else []
    since = row.told_at or row.asked_at
    cases = within(row).filter(Q(opened_at__gt=since) | Q(closed_at__gt=since))
    return [line(case) for case in cases[: MOST * 2]]


def within(row: Follow) -> CaseQuerySet:
    rows = doors.seen_cases()
    if row.district_id:
        return rows.filter(district=row.district_id).order_by("-opened_at")
    assert row.lng is not None and row.lat is not None and row.metres, "a circle by constraint"
    return near(rows, row.lng, row.lat, row.metres)


def line(case: Case) -> str:
    return f"・{doors.named(case)}：{standing(case)} {page_of(case)}"


def send_link(email: str) -> None:
    """To all cases of an address, by the newest contact that has it; nothing when there is none."""
    rows = Contact.objects.filter(email__iexact=email, erased_at=None, cases__isnull=False)
    contact = rows.order_by("-pk").first()
    if contact is None:
        return
    now, token = timezone.now(), signing.dumps(contact.pk, salt=MINE)
    facts = {"link": f"{settings.PUBLIC_ADDRESS}/progress/mine/{token}/"}
    key = f"my_cases:{now.isoformat()}"
    post(MY_CASES, contact, key=key, at=now, facts=facts, channels=[Channel.EMAIL])
