"""Named settings of the calendar; a change is followed by every running clock, as a closure is."""

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from yankao.kernel.policy.models import Value
from yankao.kernel.policy.policy import Setting, registry
from yankao.kernel.values.roc import Unreadable
from yankao.kernel.values.taipei import end_of, midnight

from . import terms
from .book import invalidate
from .changes import Change, publish
from .models import Day

OURS = "本會設定（預設）"


def doubt(lines: list[str]) -> str:
    """Why these are no office hours, or nothing."""
    try:
        terms.read_hours(lines)
    except Unreadable as error:
        return str(error)
    return ""


def follow(value: Value) -> None:
    """The new value is in force; whoever counts is told within the same transaction."""
    invalidate()
    since = midnight(value.since)
    last = Day.objects.aggregate(last=Max("date"))["last"] or value.since
    publish(
        Change(
            since=since,
            until=max(since, end_of(last)),
            area="",
            reason=f"{registry[value.name].label}：{value.reason}",
            by=value.author.name if value.author else "",
            at=value.at,
            value=value,
        )
    )


OFFICE_HOURS: Setting[list[str]] = Setting(
    terms.OFFICE_HOURS, terms.OFFICE, _("上班時間（每行一段）"), OURS, fits=doubt, then=follow
)
LONG_HOLIDAY = Setting(
    terms.LONG_HOLIDAY, terms.THREE_DAYS, _("連續放假幾日以上為連休（扣抵連休期限）"), OURS,
    "assumed", 2, 30, then=follow,
)  # fmt: skip
HALF_DAY = Setting(terms.HALF_DAY, True, _("部分時段停班，當日不計為工作天"), OURS, then=follow)
