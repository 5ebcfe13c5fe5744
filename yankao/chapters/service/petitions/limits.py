"""Limits of petitions, each a named setting with its source and how sure we are of it."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yankao.kernel.calendar.limits import Limit, calendar_days, hours, working_days, working_hours
from yankao.kernel.calendar.row import CalendarMissing
from yankao.kernel.cases.models import Case
from yankao.kernel.policy.policy import Setting

from .models import Complexity, petition

OURS = "高雄市政府及所屬各機關處理人民陳情案件要點，所見條文（第 1 至 7 點）未定；本會暫定"
BY_LAW = "法務部所屬機關、內政部空中勤務總隊處理人民陳情案件要點：期限最長 30 日，展延須核准"
TAIPEI = "臺北市單一陳情系統說明：一般案件 6 個工作天；高雄市要點所見條文止於期限之前"
TAINAN = "臺南市政府文化局局長信箱：確認連結 3 日內有效"
NEXT_DAY = "臺北市政府研究發展考核委員會改分說明：收文後次一工作日前"
ON_SITE = "臺北市政府研究發展考核委員會改分說明：需現勘者 2 個工作日內"
LEVELS = "分層負責明細表；層級數字越小越高，1 為機關首長"

CONFIRM_HOURS = Setting(
    "petitions.confirm_hours", 72, _("確認連結有效時間（小時）"), TAINAN, "borrowed", 1
)
REPLY_DAYS = Setting(
    "petitions.reply_days", 6, _("一般案件辦理期限（工作天）"), TAIPEI, "borrowed", 1, 30
)
COMPLEX_DAYS = Setting(
    "petitions.complex_days", 15, _("需會勘或會辦案件期限（工作天）"), OURS, "assumed", 1, 30
)
POLICY_DAYS = Setting(
    "petitions.policy_days", 30, _("政策性案件期限（工作天）"), OURS, "assumed", 1, 30
)
REDO_DAYS = Setting("petitions.redo_days", 6, _("退回重辦期限（工作天）"), OURS, "assumed", 1, 30)
CEILING_DAYS = Setting(
    "petitions.ceiling_days", 30, _("展延後總期限上限（工作天）"), BY_LAW, "found", 1
)
WARN_DAYS = Setting("petitions.warn_days", 30, _("日曆天警示"), OURS, "assumed", 1)
EXTENSIONS = Setting("petitions.extensions", 2, _("展期次數上限"), OURS, "assumed", 0, 10)
ASSIGN_DAYS = Setting("petitions.assign_days", 1, _("分文期限（工作天）"), OURS, "assumed", 1)
PROPOSAL_DAYS = Setting("petitions.proposal_days", 1, _("陳核期限（工作天）"), OURS, "assumed", 1)
REASSIGN_DAYS = Setting(
    "petitions.reassign_days", 1, _("申請改分期限（工作天）"), NEXT_DAY, "borrowed", 1
)
SITE_DAYS = Setting(
    "petitions.reassign_site_days", 2, _("需現勘之改分期限（工作天）"), ON_SITE, "borrowed", 1
)
RULING_DAYS = Setting("petitions.ruling_days", 1, _("改分裁定期限（工作天）"), OURS, "assumed", 1)
SUPPLEMENT_DAYS = Setting(
    "petitions.supplement_days", 7, _("民眾補正期限（日曆天）"), OURS, "assumed", 1
)
CO_HANDLING_DAYS = Setting(
    "petitions.co_handling_days", 3, _("會辦期限（工作天）"), OURS, "assumed", 1
)
DUPLICATE_MINUTES = Setting(
    "petitions.duplicate_minutes", 10, _("視為重複送件（分鐘）"), OURS, "assumed", 1
)
CENTRE = Setting("petitions.centre", "RDEC-JSC", _("收文單位代碼"), OURS, "assumed")
RECEIVE_HOURS = Setting(
    "petitions.receive_hours", 8, _("收件後立案期限（上班小時）"), OURS, "assumed", 1, 80
)
SAMPLE_PERCENT = Setting(
    "petitions.sample_percent", 5, _("回復品質抽查比率（%）"), OURS, "assumed", 1, 100
)
SAMPLE_LEAST = Setting(
    "petitions.sample_least", 5, _("各機關每月最少抽查件數"), OURS, "assumed", 1, 1000
)
PASSING = Setting("petitions.quality_pass", 70, _("抽查及格分數"), OURS, "assumed", 0, 100)
CRITERIA = [
    Setting(f"petitions.quality_{name}", points, label, OURS, "assumed", 1, 100)
    for name, points, label in [
        ("answers", 30, _("逐點答覆")), ("law", 15, _("敘明法令依據")),
        ("concrete", 20, _("具體明確，非僅轉陳")), ("polite", 15, _("語氣懇切")),
        ("officer", 10, _("載明承辦人與電話")), ("privacy", 10, _("未洩漏第三人個資")),
    ]
]  # fmt: skip
SIMILAR_SHARE = Setting(
    "petitions.similar_percent", 40, _("提示相似前案之門檻（%）"), OURS, "assumed", 1, 100
)

LEVEL_GENERAL = Setting(
    "petitions.level_general", 3, _("一般案件回復之最低決行層級"), LEVELS, "assumed", 1, 3
)
LEVEL_COMPLEX = Setting(
    "petitions.level_complex", 2, _("需會勘或跨機關案件之最低決行層級"), LEVELS, "assumed", 1, 3
)
LEVEL_POLICY = Setting(
    "petitions.level_policy", 1, _("涉及政策案件之最低決行層級"), LEVELS, "assumed", 1, 3
)

settings: list[Setting[int] | Setting[str] | Setting[bool] | Setting[list[str]]] = [
    CONFIRM_HOURS, REPLY_DAYS, COMPLEX_DAYS, POLICY_DAYS, REDO_DAYS, CEILING_DAYS, WARN_DAYS,
    EXTENSIONS, ASSIGN_DAYS, PROPOSAL_DAYS, REASSIGN_DAYS, SITE_DAYS, RULING_DAYS,
    SUPPLEMENT_DAYS, CO_HANDLING_DAYS, DUPLICATE_MINUTES, CENTRE,
    SIMILAR_SHARE, RECEIVE_HOURS, SAMPLE_PERCENT, SAMPLE_LEAST,
    PASSING, *CRITERIA,
    LEVEL_GENERAL, LEVEL_COMPLEX, LEVEL_POLICY,
]  # fmt: skip

BY_CLASS = {
    Complexity.GENERAL: REPLY_DAYS,
    Complexity.COMPLEX: COMPLEX_DAYS,
    Complexity.POLICY: POLICY_DAYS,
}


def reply(case: Case) -> Limit:
    """By the nature of the business; none above thirty (handbook 5-6 §1)."""
    return working_days(BY_CLASS[Complexity(petition(case).complexity)].value())


LEVELS_BY_CLASS = {
    Complexity.GENERAL: LEVEL_GENERAL,
    Complexity.COMPLEX: LEVEL_COMPLEX,
    Complexity.POLICY: LEVEL_POLICY,
}


def deciding_level(case: Case) -> int:
    return LEVELS_BY_CLASS[Complexity(petition(case).complexity)].value()


def redo(case: Case) -> Limit:
    return working_days(REDO_DAYS.value())


def confirm(case: Case) -> Limit:
    return hours(CONFIRM_HOURS.value())


def supplement(case: Case) -> Limit:
    return calendar_days(SUPPLEMENT_DAYS.value())


def receive(case: Case) -> Limit:
    """Within the working day: so many office hours."""
    return working_hours(RECEIVE_HOURS.value())


def assign(case: Case) -> Limit:
    return working_days(ASSIGN_DAYS.value())


def decide(case: Case) -> Limit:
    return working_days(PROPOSAL_DAYS.value())


def rule(case: Case) -> Limit:
    return working_days(RULING_DAYS.value())


def within(start: datetime, days: int) -> bool:
    """Whether so many working days after `start` have not passed, as far as anybody can say."""
    limit = working_days(days)
    try:
        return limit.kept(timezone.now(), limit.due(start))
    except CalendarMissing:
        return True
