"""The kinds of report this commission compiles; another kind is another declaration."""

from django.utils.translation import gettext_lazy as _

from yankao.chapters.research.manuscripts.interface import contributions
from yankao.kernel.reports.composing import Contribution
from yankao.kernel.reports.kinds import ReportKind, declare, roc_month, roc_year
from yankao.kernel.reports.models import Report

PUBLISHER = "高雄市政府研究發展考核委員會"


def written(report: Report) -> list[Contribution]:
    return contributions(report.case_id) if report.case_id else []


ANNUAL = declare(
    ReportKind(
        "annual", _("年度工作年報"), room="editions", title=lambda year: f"{year}年工作年報",
        span=roc_year, publisher=PUBLISHER, written=written,
    )
)  # fmt: skip


def month_of(edition: str) -> str:
    """112-06 is 112年6月."""
    year, _dash, month = edition.partition("-")
    return f"{year}年{int(month)}月"


CENTRE = declare(
    ReportKind(
        "centre", _("聯合服務中心月報"), room="editions",
        title=lambda month: f"{month_of(month)}聯合服務中心月報", span=roc_month,
        publisher="高雄市政府研究發展考核委員會聯合服務中心", written=written,
    )
)  # fmt: skip
