"""When somebody is there to sign with, and where one stands in the line."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.calendar.limits import office_hours
from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person
from yankao.kernel.video import meeting
from yankao.kernel.video.models import Side

from .models import Interpreter, Session, session
from .states import ALIVE, State


def is_open(at: datetime) -> bool:
    """Office hours, without those in which the city suspended work; or somebody stayed longer."""
    since, until = office_hours(at)
    return since <= at < until or on_duty() > 0


def opens_next(at: datetime) -> datetime:
    """When the service opens, or since when it is open."""
    return office_hours(at)[0]


def on_duty() -> int:
    return Interpreter.objects.filter(active=True, on_since__isnull=False).count()


def ahead(case: Case) -> int:
    """How many wait who came before."""
    mine = session(case).queued_at
    before = Q(queued_at__lt=mine) | Q(queued_at=mine, pk__lt=case.pk)
    return Session.objects.filter(before, case__state=State.QUEUED, called_at=None).count()


def words(case: Case, now: datetime) -> str:
    """What whoever waits is told beside the state of the line; "" when the line says enough."""
    if case.state != State.QUEUED or session(case).called_at:
        return ""
    before = ahead(case)
    if before:
        return _("前面還有 {n} 位，請不要離開這一頁。").format(n=before)
    if on_duty():
        return _("下一位就是您，翻譯員馬上接聽，請不要離開這一頁。")
    return _("目前沒有翻譯員在線上，已通知他們；您可以繼續等，或改留文字。")


def call_of(person: Person) -> Case | None:
    """The session this interpreter took and has not ended."""
    rows = Case.objects.filter(programme="sign_language", state__in=ALIVE, handler=person)
    return rows.exclude(sign_language__called_at=None).order_by("-opened_at").first()


def queue(person: Person) -> list[Case]:
    """Who waits, the longest first, and what is on the line."""
    rows = Case.objects.visible_to(person).filter(programme="sign_language", state__in=ALIVE)
    found = list(rows.select_related("sign_language", "handler", "contact"))
    return sorted(found, key=lambda case: session(case).queued_at or case.opened_at)


def token() -> str:
    """Changes when somebody comes into the line, is answered, closes the page or leaves it."""
    rows = Case.objects.filter(programme="sign_language", state__in=ALIVE).order_by("number")
    told = list(rows.values_list("pk", "state", "handler", "sign_language__called_at"))
    here = meeting.present([key for key, *_rest in told], Side.CITIZEN, timezone.now())
    said = (f"{key}:{state}:{who}:{at}:{key in here}" for key, state, who, at in told)
    return "|".join(said) or "-"
