"""How a dispatch ended, by state and result code."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case
from yankao.kernel.programmes import endings
from yankao.kernel.programmes.endings import Ending, Kind
from yankao.kernel.text.personal import mask

from .models import Dispatch, Result

CENTRE = _("1999 話務中心")


def ending(case: Case) -> Ending | None:
    """None while it is under way."""
    found = ENDS.get(case.state)
    return found(case) if found else None


def closed(case: Case) -> Ending:
    """What the crew found, not that somebody pressed a button."""
    detail: Dispatch = case.dispatch
    holder = case.holder.name if case.holder else str(CENTRE)
    ends: dict[str, Callable[[], Ending]] = {
        Result.FIXED: endings.done,
        Result.MADE_SAFE: lambda: endings.done(_("已完成修復。")),
        Result.NOT_FOUND: endings.not_found,
        Result.NOT_OURS: lambda: endings.elsewhere(mask(detail.handed_to)),
        Result.REFUSED: lambda: endings.refused(holder, mask(detail.remedy)),
    }
    return ends.get(detail.result, endings.unknown)()


def void(case: Case) -> Ending:
    why = case.last_entry.reason if case.last_entry else ""
    return endings.refused(str(CENTRE), mask(why) or _("未寫明理由。"))


# By the states of workflow.py, which writes letters about them.
ENDS: dict[str, Callable[[Case], Ending]] = {
    "closed": closed,
    "planned": lambda case: endings.safe(case.dispatch.planned_at),
    "converted": lambda case: Ending(Kind.SAFE, _("危險已排除；需要較長時間，已改列陳情續辦。")),
    "duplicate": endings.joined,
    "void": void,
}
