"""The texts of manuscripts: the first one, the numbers they may quote, what is wrong with them."""

from django.utils import timezone

from yankao.kernel.cases.models import Case
from yankao.kernel.reports import writing
from yankao.kernel.reports.chapters import ANNUAL, parts
from yankao.kernel.reports.composing import Composer, Contribution, Trouble
from yankao.kernel.reports.kinds import kinds, roc_year
from yankao.kernel.reports.models import Report
from yankao.kernel.reports.quoting import Quoter
from yankao.kernel.reports.sources import quoter

from .models import manuscript


def hold(case: Case) -> None:
    """The agency that writes holds the case."""
    case.holder = manuscript(case).unit
    case.save(update_fields=["holder"])


def begin(case: Case) -> None:
    """A manuscript from a programme starts with what the programme says of itself."""
    report = Report.objects.filter(case=case.origin_id).first() if case.origin_id else None
    kind = report.kind if report else ANNUAL
    for placed in parts(kind):
        if placed.programme == manuscript(case).part:
            writing.save(case, placed.part.text_for(kind), 0, by=None, at=case.opened_at)


def numbers(case: Case) -> Quoter:
    """The numbers of the edition's span; a text asked for by itself quotes last year's."""
    report = Report.objects.filter(case=case.origin_id).first() if case.origin_id else None
    if report is not None and report.kind in kinds:
        return quoter(*kinds[report.kind].span(report.edition))
    return quoter(*roc_year(str(timezone.localdate(case.opened_at).year - 1912)))


def troubles(case: Case, text: str) -> list[Trouble]:
    """What keeps the text from being printed."""
    composer = Composer(numbers(case))
    composer.compose(Contribution("", case.title, text))
    return composer.troubles
