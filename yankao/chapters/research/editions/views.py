"""The status board of an edition: every agency's section, how it stands, what is late."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET

from yankao.chapters.research.manuscripts.interface import standings
from yankao.kernel.programmes import registry
from yankao.kernel.programmes.access import case_or_404, official
from yankao.kernel.reports.reading import readable
from yankao.kernel.ui.pages import page


@require_GET
@login_required
def sections(request: HttpRequest, number: str) -> HttpResponse:
    programme = registry.get("editions")
    case = case_or_404(official(request), programme, number)
    rows = standings(case.pk)
    late = sum(row.late for row in rows)
    context = {
        "programme": programme, "case": case, "rows": rows, "late": late, "now": timezone.now(),
        "issues": readable(request, case.report), "total": sum(row.length for row in rows),
        "remarks": sum(row.remarks for row in rows),
    }  # fmt: skip
    return page(request, "editions/sections.html", context, part="rows")


urlpatterns = [path("<str:number>/sections/", sections, name="sections")]
in_api = {"<str:number>/sections/": "sections"}
