"""Reasons for which a move is refused."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.cases.actors import Actor
from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person
from yankao.kernel.video import meeting
from yankao.kernel.video.models import Side

from . import limits, service
from .models import Interpreter, Language, session

TO_ENTER = timedelta(seconds=30)  # whoever took a call must show up in it


def may_take(case: Case, by: Actor) -> str:
    """One call at a time, in a language one signs, that nobody else is answering."""
    now = timezone.now()
    detail = session(case)
    if not isinstance(by, Person):
        return _("只有翻譯員可以接聽。")
    row = Interpreter.objects.filter(person=by, active=True).first()
    if row is None:
        return _("您不在翻譯員名單上，請洽本會承辦人。")
    if detail.language != Language.TYPED and detail.language not in row.languages:
        return _("您的語言裡沒有「{x}」，請由其他翻譯員接聽。").format(
            x=detail.get_language_display()
        )
    if case.handler_id not in (None, by.pk) and detail.called_at:
        fresh = detail.called_at > now - TO_ENTER
        if fresh or meeting.is_here(case, Side.OFFICIAL, now):
            return _("{x} 已接聽。").format(x=case.handler)
    running = service.call_of(by)
    if running is not None and running.pk != case.pk:
        return _("您還有一場視訊 {x} 沒有結束。").format(x=running.number)
    return ""


def is_taken(case: Case, by: Actor) -> str:
    return "" if session(case).called_at else _("還沒有人接聽。")


def not_recorded(case: Case, by: Actor) -> str:
    """When the citizen hung up first, what came of it is recorded afterwards, once."""
    return _("已經記錄過；請用「更正」。") if session(case).outcome else ""


def may_resume(case: Case, by: Actor) -> str:
    ended = session(case).ended_at
    if ended and timezone.now() <= ended + limits.same() and service.is_open(timezone.now()):
        return ""
    return _("結束已超過 {n} 分鐘，請另外申請一次。").format(n=limits.SAME_MINUTES.value())
