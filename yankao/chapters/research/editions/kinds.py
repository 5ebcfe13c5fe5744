"""The kinds of report this commission compiles; another kind is another declaration."""

from django.utils.translation import gettext_lazy as _

from yankao.chapters.research.manuscripts.interface import contributions
from yankao.kernel.reports.composing import Contribution
from yankao.kernel.reports.kinds import ReportKind, declare, roc_year
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
