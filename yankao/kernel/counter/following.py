"""Being affected, and following a case or an area: counted once, told after a second yes."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yankao.kernel.cases.models import Case
from yankao.kernel.geo.models import District
from yankao.kernel.notices.addresses import mobile
from yankao.kernel.notices.models import PushAddress
from yankao.kernel.notices.posting import post
from yankao.kernel.people.models import Contact

from . import doors, limits
from .followletters import CONFIRM_FOLLOW
from .models import Follow
from .receipts import trace

BROWSER = "counter.browser"
YES, LIST = "yankao.counter.follow.yes", "yankao.counter.follow.list"
KEPT_DAYS = 366


@dataclass(frozen=True)
class Subject:
    """What somebody wants to hear of: a case, a district, or a circle."""

    case: Case | None = None
    district: District | None = None
    circle: tuple[float, float, int] | None = None

    def columns(self) -> dict[str, object]:
        lng, lat, metres = self.circle or (None, None, None)
        told: dict[str, object] = {"case": self.case, "district": self.district}
        return told | {"lng": lng, "lat": lat, "metres": metres}


def label(follow: Follow) -> str:
    """What is followed, in public words."""
    if follow.case is not None:
        return f"{doors.named(follow.case)}（{follow.case.number}）"
    if follow.district is not None:
        return follow.district.label()
    return _("方圓 {n} 公尺").format(n=follow.metres)


def browser_of(request: HttpRequest) -> str:
    """The same for one browser, and nothing that leads back to it."""
    token = request.session.setdefault(BROWSER, secrets.token_hex(16))
    return salted_hmac("yankao.counter.browser", token, algorithm="sha256").hexdigest()


def affected(case: Case, browser: str, reach: str = "") -> bool:
    """Counts somebody, once per browser and address; False when they were counted before."""
    hashed = trace(reach) if reach else ""
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
        mine = Q(browser=browser) if browser else Q(pk__in=[])
        rows = Follow.objects.filter(
            mine | (Q(reach=hashed) if hashed else Q(pk__in=[])), case=case
        )
        known = rows.order_by("pk").first()
        fresh = known is None or not known.affected
        follow = known or Follow(case=case, browser=browser, asked_at=timezone.now())
        follow.affected = True
        if hashed and not rows.filter(reach=hashed).exists():
            follow.reach, follow.contact = hashed, contact_of(reach)
        follow.save()
        if fresh:
            Case.objects.filter(pk=case.pk).update(affected=F("affected") + 1)
        if hashed:
            ask_again(follow)
    return fresh


def follow(subject: Subject, reach: str) -> Follow:
    """Keeps the wish and writes once to ask whether it is meant."""
    hashed, columns = trace(reach), subject.columns()
    with transaction.atomic():
        row = Follow.objects.filter(reach=hashed, **columns).first()
        if row is None:
            row = Follow.objects.create(
                reach=hashed, contact=contact_of(reach), asked_at=timezone.now(), **columns
            )
        ask_again(row)
    return row


def contact_of(reach: str) -> Contact:
    """The address, kept apart; one row per person, however much is followed."""
    known = Follow.objects.filter(reach=trace(reach), contact__erased_at=None)
    found = known.exclude(contact=None).select_related("contact").first()
    if found and found.contact:
        return found.contact
    erase: date = timezone.localdate() + timedelta(days=KEPT_DAYS)
    kind = "email" if "@" in reach else "phone"
    language = "en" if get_language() == "en" else "zh-hant"
    return Contact.objects.create(**{kind: reach}, language=language, erase_after=erase)


def reachable(reach: str) -> bool:
    return "@" in reach or bool(mobile(reach))


def ask_again(row: Follow) -> None:
    """The double opt-in; a letter a day at most, whoever types the address."""
    if row.confirmed_at or row.contact is None:
        return
    facts = {"what": label(row), "link": address(YES, row.pk)}
    key = f"confirm_follow:{row.pk}:{timezone.localdate()}"
    post(CONFIRM_FOLLOW, row.contact, key=key, at=timezone.now(), facts=facts)


def address(salt: str, pk: int) -> str:
    path = "list" if salt == LIST else "yes"
    return f"{settings.PUBLIC_ADDRESS}/follow/{path}/{signing.dumps(pk, salt=salt)}/"


def read(token: str, salt: str, days: int | None = None) -> int | None:
    """The row a link is about, or None when it was changed or is too old."""
    age = timedelta(days=days) if days else None
    try:
        found: int = signing.loads(token, salt=salt, max_age=age)
    except signing.BadSignature:
        return None
    return found


def confirm(pk: int) -> Follow | None:
    row = Follow.objects.select_related("case__category", "case__district", "district").filter(
        pk=pk
    )
    row.filter(confirmed_at=None).update(confirmed_at=timezone.now(), told_at=timezone.now())
    return row.first()


def of_contact(contact: int) -> QuerySet[Follow]:
    """What somebody follows, newest first."""
    rows = Follow.objects.filter(contact=contact, confirmed_at__isnull=False)
    return rows.select_related("case__category", "case__district", "district").order_by("-pk")


def stop(rows: QuerySet[Follow]) -> int:
    """No more letters; being affected stays counted, without the address."""
    contacts = {row.contact for row in rows if row.contact}
    ended = rows.filter(affected=False).delete()[0]
    ended += rows.filter(affected=True).update(contact=None, reach="", confirmed_at=None)
    for contact in contacts:
        if not contact.follows.exists():
            contact.browsers.all().delete()
            contact.erase()
    return ended


def forget_unconfirmed(days: int = 3) -> None:
    """Addresses nobody said yes to are forgotten; the count stands."""
    since = timezone.now() - timedelta(days=days)
    rows = Follow.objects.filter(confirmed_at=None, asked_at__lt=since).exclude(contact=None)
    stop(rows.select_related("contact"))


def forget_gone(days: int = 30) -> None:
    """Browsers whose push service said long ago that they are gone."""
    since = timezone.now() - timedelta(days=days)
    stop(of_browsers(PushAddress.objects.filter(gone_at__lt=since)))


def of_browsers(browsers: QuerySet[PushAddress]) -> QuerySet[Follow]:
    return Follow.objects.filter(contact__browsers__in=browsers).select_related("contact")


def crowded(contact: Contact) -> bool:
    """Whether today's letters are used up; what comes then waits for the digest."""
    since = timezone.now() - timedelta(days=1)
    sent = contact.notices.filter(letter="followed", created_at__gt=since).count()
    return sent >= limits.LETTERS_A_DAY.value()
