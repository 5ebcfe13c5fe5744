"""Says in one sentence where a case is, who has it, until when and why it is late."""

from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.cases.clocks import AWAITING
from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person
from yankao.kernel.ui.moments import deadline_text, moment_text
from yankao.kernel.values.durations import remaining_text


def explain(case: Case, person: Person) -> str:
    """「…受理。現由…辦理，目前…。應於…前完成，剩…。改分一次。」"""
    parts = [begun(case), held(case), until(case), history(case, person)]
    return _("。").join(part for part in parts if part) + _("。")


def begun(case: Case) -> str:
    return _("{at} 受理").format(at=moment_text(case.opened_at))


def held(case: Case) -> str:
    if case.closed_at:
        ended = moment_text(case.closed_at)
        return _("{at} 以「{state}」結束").format(at=ended, state=case.state_label)
    if case.holder is None:
        return _("尚未分派單位，目前「{state}」").format(state=case.state_label)
    who = _("（{name}）").format(name=case.handler.name) if case.handler else ""
    return _("現由{unit}{who}辦理，目前「{state}」").format(
        unit=case.holder, who=who, state=case.state_label
    )


def until(case: Case) -> str:
    if awaits_calendar(case):
        return str(AWAITING)
    if case.due_at is None or case.closed_at:
        return _("曾逾期限") if case.late else ""
    left = remaining_text(case.due_at - timezone.now())
    return _("應於 {due} 前完成，{left}").format(due=deadline_text(case.due_at), left=left)


def awaits_calendar(case: Case) -> bool:
    """Whether a running clock's end is not known yet for want of next year's calendar."""
    if case.due_at is not None or case.closed_at:
        return False
    return case.clocks.filter(stopped_at=None, due_at=None).exists()


def history(case: Case, person: Person) -> str:
    told = []
    if case.hand_overs:
        told.append(_("改分 {n} 次").format(n=case.hand_overs))
    if case.returns:
        told.append(_("退回 {n} 次").format(n=case.returns))
    if case.parent_id:
        main = Case.objects.visible_to(person).filter(pk=case.parent_id).first()
        told.append(_("併入 {number}").format(number=main) if main else _("併入另一案"))
    return _("、").join(told)
