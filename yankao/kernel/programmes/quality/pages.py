"""The month's sample by agency, one's own share of it, and the score sheet."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Avg, Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.cases.errors import NotFromHere
from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person
from yankao.kernel.tasks import asking
from yankao.kernel.tasks.models import Task
from yankao.kernel.ui.pages import page

from .. import desk
from ..access import client, official, room
from ..casepage import facts
from ..explain import explain
from ..programme import Programme
from ..tabs import reads_again, tabs
from .models import Review
from .sheet import Sheet

MONTHS = 12


class ScoreForm(forms.Form):
    """Points for each criterion, from nought to what it is worth."""

    critical = forms.BooleanField(
        label=gettext_lazy("重大錯誤"), required=False,
        help_text=gettext_lazy("引用錯誤法令、洩漏個資或忽略危險：總分以 0 分計。"),
    )  # fmt: skip
    comment = forms.CharField(
        label=gettext_lazy("評語"), min_length=2, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def __init__(self, sheet: Sheet, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.sheet = sheet
        for one in sheet.criteria:
            most = one.value()
            self.fields[key(one.name)] = forms.IntegerField(
                label=_("{name}（{most} 分）").format(name=one.label, most=most),
                min_value=0, max_value=most,
            )  # fmt: skip
        self.order_fields([*(key(one.name) for one in sheet.criteria), "critical", "comment"])

    def scores(self) -> dict[str, int]:
        return {key(one.name): self.cleaned_data[key(one.name)] for one in self.sheet.criteria}

    def total(self) -> int:
        return 0 if self.cleaned_data["critical"] else self.sheet.score([*self.scores().values()])


def key(name: str) -> str:
    return name.partition(".")[2]


def sheet_of(programme: Programme, person: Person) -> Sheet:
    if programme.sheet is None or not reads_again(programme, person):
        raise Http404
    return programme.sheet


def reviews_of(programme: Programme, person: Person) -> "Any":
    """Reviews of cases this person may see; of a confidential case the others know nothing."""
    seen = Case.objects.visible_to(person).filter(programme=programme.name)
    return Review.objects.filter(case__in=seen)


@room
def sample(request: HttpRequest, programme: Programme) -> HttpResponse:
    """How each agency did in a month, and what waits for this reader."""
    person = official(request)
    sheet = sheet_of(programme, person)
    context = {
        "programme": programme,
        "sheet": sheet,
        "tabs": tabs(programme, person, "quality"),
        **seen(programme, sheet, person, request.GET.get("month", "")),
    }
    return page(request, "programmes/quality.html", context, part="rows")


def seen(programme: Programme, sheet: Sheet, person: Person, asked: str) -> dict[str, Any]:
    rows = reviews_of(programme, person)
    months = list(rows.order_by("-month").values_list("month", flat=True).distinct()[:MONTHS])
    month = next((one for one in months if f"{one:%Y-%m}" == asked), months[0] if months else None)
    return {
        "months": months,
        "month": month,
        "units": by_unit(rows.filter(month=month), sheet) if month else [],
        "mine": list(rows.unread().filter(reader=person).select_related("case", "unit")[:100]),
        "read": list(
            rows.filter(month=month).exclude(read_at=None).select_related("case", "unit")
            .order_by("total", "pk")[:50]
        ) if month else [],
        "now": timezone.now(),
    }  # fmt: skip


def by_unit(rows: Any, sheet: Sheet) -> list[dict[str, Any]]:
    """Drawn, read, mean of what was read, failed, with critical errors; the weakest first."""
    grouped = rows.values("unit__name", "unit__code").annotate(
        drawn=Count("pk"), done=Count("read_at"), mean=Avg("total"),
        failed=Count("pk", filter=Q(total__lt=sheet.passing.value())),
        critical=Count("pk", filter=Q(critical=True)),
    )  # fmt: skip
    return sorted(grouped, key=lambda row: (row["mean"] is None, row["mean"] or 0))


@room
def review(request: HttpRequest, programme: Programme, pk: int) -> HttpResponse:
    """The case as it was answered, and the sheet; scored once, by its reader."""
    person = official(request)
    sheet = sheet_of(programme, person)
    found = get_object_or_404(reviews_of(programme, person).select_related("case"), pk=pk)
    mine = found.reader_id == person.pk and found.read_at is None
    form = ScoreForm(sheet, request.POST or None)
    if request.method == "POST":
        if not mine:
            raise Http404
        if form.is_valid() and scored(request, found, form, person):
            return redirect(f"{programme.url}quality/")
    context = {
        "programme": programme, "review": found, "case": found.case, "form": form, "mine": mine,
        "facts": facts(programme, found.case), "sentence": explain(found.case, person),
        "given": [(one.label, found.scores.get(key(one.name)), one.value())
                  for one in sheet.criteria],
        "passed": found.total is not None and found.total >= sheet.passing.value(),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return page(request, "programmes/review.html", context, part="form", status=status)


def scored(request: HttpRequest, found: Review, form: ScoreForm, by: Person) -> bool:
    """Scores, and says so; or says who was first."""
    try:
        score(found, form, by=by, client=client(request))
    except NotFromHere as error:
        messages.error(request, str(error))
        return False
    messages.success(request, _("已評分：{n} 分。").format(n=found.total))
    return True


def score(found: Review, form: ScoreForm, *, by: Person, client: str) -> None:
    """Kept, finished as a task, and told to the agency on the case's own timeline."""
    now = timezone.now()
    with transaction.atomic():
        if not Review.objects.select_for_update().unread().filter(pk=found.pk):
            raise NotFromHere(_("這一件剛才已經評過分了。"))
        found.scores, found.total = form.scores(), form.total()
        found.critical, found.comment = form.cleaned_data["critical"], form.cleaned_data["comment"]
        found.read_at = now
        found.save()
        month: date = found.month
        for task in Task.objects.open().filter(key=f"quality:{found.case_id}:{month:%Y%m}"):
            asking.finish(task, by=by, at=now)
        notes = [_("抽查得分 {n} 分").format(n=found.total)]
        notes += [_("重大錯誤")] if found.critical else []
        desk.note(
            found.case, "quality", _("品質抽查"), by=by, reason=found.comment, client=client,
            data={"notes": notes},
        )  # fmt: skip
