"""Limits of dispatch, each a named setting with its source and how sure we are of it."""

from django.utils.translation import gettext_lazy as _

from yankao.kernel.calendar.limits import Limit, minutes
from yankao.kernel.cases.models import Case
from yankao.kernel.policy.policy import Setting

OURS = "市府未公開規定；本會暫定"
FOUR_HOURS = "高雄市 1999 派工「立即處理」項目，四小時內排除（聯合報 2018-08-04 引市府說明）"

MAKE_SAFE = Setting(
    "dispatch.make_safe_minutes", 240, _("排除危險期限（分鐘）"), FOUR_HOURS, "found", 1
)
ACK = Setting("dispatch.ack_minutes", 30, _("機關受理期限（分鐘）"), OURS, "assumed", 1)
REMIND = Setting("dispatch.remind_minutes", 120, _("提醒承辦單位（分鐘）"), OURS, "assumed", 1)
ESCALATE = Setting("dispatch.escalate_minutes", 180, _("通報管考（分鐘）"), OURS, "assumed", 1)
MISROUTE = Setting(
    "dispatch.misroute_minutes", 30, _("可申請改派之時間（分鐘）"), OURS, "assumed", 1
)
SAME_METRES = Setting(
    "dispatch.duplicate_metres", 50, _("視為同一地點（公尺）"), OURS, "assumed", 1
)
SAME_HOURS = Setting(
    "dispatch.duplicate_hours", 24, _("視為同一案之時間（小時）"), OURS, "assumed", 1
)
RECUR_DAYS = Setting("dispatch.recurrence_days", 7, _("再發生之認定（日）"), OURS, "assumed", 1)
PUBLIC_WORDS = Setting(
    "dispatch.public_words", False, _("公開民眾描述（個資遮蔽後）"), OURS, "assumed"
)

SAMPLE_PERCENT = Setting(
    "dispatch.sample_percent", 5, _("完工品質抽查比率（%）"), OURS, "assumed", 1, 100
)
SAMPLE_LEAST = Setting(
    "dispatch.sample_least", 5, _("各機關每月最少抽查件數"), OURS, "assumed", 1, 1000
)
PASSING = Setting("dispatch.quality_pass", 70, _("抽查及格分數"), OURS, "assumed", 0, 100)
CRITERIA = [
    Setting(f"dispatch.quality_{name}", points, label, OURS, "assumed", 1, 100)
    for name, points, label in [
        ("fixed", 40, _("照片可見已排除")), ("place", 20, _("地點與通報相符")),
        ("words", 20, _("處理情形具體")), ("told", 20, _("已告知民眾")),
    ]
]  # fmt: skip

settings: list[Setting[int] | Setting[str] | Setting[bool] | Setting[list[str]]] = [
    MAKE_SAFE, ACK, REMIND, ESCALATE, MISROUTE, SAME_METRES, SAME_HOURS, RECUR_DAYS,
    PUBLIC_WORDS, SAMPLE_PERCENT, SAMPLE_LEAST, PASSING, *CRITERIA,
]  # fmt: skip


def of_category(case: Case, name: str, setting: "Setting[int]") -> int:
    """A category may have its own limit; otherwise the city's."""
    own = case.category.data.get(name) if case.category else None
    return int(own) if own else setting.value()


def make_safe(case: Case) -> Limit:
    return minutes(of_category(case, "make_safe_min", MAKE_SAFE))


def acknowledge(case: Case) -> Limit:
    return minutes(of_category(case, "respond_min", ACK))
