"""Limits of manuscripts, each a named setting with its source and how sure we are of it."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yankao.kernel.calendar.limits import Limit, calendar_days, working_days
from yankao.kernel.cases.models import Case
from yankao.kernel.policy.policy import Setting

from .models import manuscript

SOURCE = "彙編各項工作報告，補正期限未見規定；本會暫定"

CORRECTION = Setting(
    "manuscripts.correction_days", 5, _("退補之補正期限（工作天）"), SOURCE, "assumed", 1, 60
)

settings = [CORRECTION]


def until_due(case: Case) -> Limit:
    """Days left until the date on which the text is due; that day itself is in time."""
    opened = timezone.localdate(case.opened_at)
    return calendar_days(max((manuscript(case).due_on - opened).days, 1))


def correction(case: Case) -> Limit:
    return working_days(CORRECTION.value())
