"""How a petition ended, by state and closure code."""

from collections.abc import Callable

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case
from yankao.kernel.programmes import endings
from yankao.kernel.programmes.endings import Ending, Kind

from .models import Closure, petition
from .states import State

CENTRE = _("聯合服務中心")
WHY_IN_REPLY = _("理由寫在回復裡。")
CLOSED: dict[str, Ending] = {
    Closure.ADOPTED: endings.done(_("已依您的意見辦理。")),
    Closure.PARTLY: endings.done(_("已辦理其中一部分，其餘的理由寫在回復裡。")),
    Closure.ANSWERED: endings.done(_("已答復您的問題。")),
    Closure.ON_WHAT_IS_KNOWN: endings.done(_("沒有收到補正，已就現有資料答復。")),
    Closure.OWN_MOTION: endings.done(_("逾期的訴願，機關已依職權處理。")),
    Closure.PRIVATE_DISPUTE: Ending(
        Kind.ELSEWHERE, _("屬私人間的權利爭議，已告知調解或訴訟的途徑。")
    ),
    Closure.OTHER_REMEDY: Ending(Kind.ELSEWHERE, _("已告知訴願、訴訟或國家賠償的途徑。")),
}


def ending(case: Case) -> Ending | None:
    """None while it is under way."""
    found = ENDS.get(State(case.state))
    return found(case) if found else None


def closed(case: Case) -> Ending:
    closure = petition(case).closure
    if closure == Closure.EXPLAINED:
        return endings.refused(case.holder.name if case.holder else str(CENTRE), WHY_IN_REPLY)
    return CLOSED.get(closure) or endings.unknown()


def filed(case: Case) -> Ending:
    detail = petition(case)
    why = detail.get_ground_display() or detail.get_file_code_display()
    return endings.refused(str(CENTRE), why)


def converted(case: Case) -> Ending:
    road = petition(case).get_convert_to_display()
    words = format_lazy(_("改依「{road}」程序辦理，收件日照算。"), road=road)
    return Ending(Kind.ELSEWHERE, words)


ENDS: dict[State, Callable[[Case], Ending]] = {
    State.CLOSED: closed,
    State.FILED: filed,
    State.TRANSFERRED_OUT: lambda case: endings.elsewhere(petition(case).transfer_to),
    State.CONVERTED: converted,
    State.MERGED: endings.joined,
    State.WITHDRAWN: lambda case: endings.withdrawn(),
    State.VOID: lambda case: Ending(Kind.WITHDRAWN, _("沒有在期限內確認來信，這一案未成立。")),
}
