"""The office calendar: years loaded, and loading the publisher's file after a look at it."""

from io import BytesIO
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Q
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.calendar.loading import Loaded, Preview, WrongRows, load_days, preview
from yankao.kernel.calendar.models import Day, DayChange, Loading
from yankao.kernel.cases import clocks
from yankao.kernel.people.models import Person
from yankao.kernel.ui.pages import page
from yankao.kernel.values.roc import Unreadable

from .access import managed, official
from .programme import Programme

LARGEST = 1 << 20
MOST_ROWS = 30
SALT = "yankao.programmes.calendar"
KEPT_SECONDS = 3600


class CalendarForm(forms.Form):
    """The file, or the one looked at before; loading it asks for a reason."""

    file = forms.FileField(
        label=gettext_lazy("辦公日曆表（CSV）"),
        required=False,
        help_text=gettext_lazy(
            "行政院人事行政總處「中華民國政府行政機關辦公日曆表」，欄位：西元日期、星期、是否放假、備註。"
        ),
        widget=forms.FileInput(attrs={"accept": ".csv"}),
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("理由或文號"), max_length=300, required=False,
        help_text=gettext_lazy("例如：行政院核定之函號。載入時必填。"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The content is read and compared here, so that page and endpoint refuse alike."""
        values = super().clean() or self.cleaned_data
        content = self.content(values.get("file"), values.get("kept", ""))
        if content is None:
            self.add_error("file", _("請選擇檔案。"))
            return values
        try:
            values["preview"] = preview(BytesIO(content))
        except WrongRows as error:
            self.add_error("file", wrong_rows(error.rows))
        except Unreadable as error:
            self.add_error("file", str(error))
        values["content"] = content
        return values

    def content(self, file: "UploadedFile[bytes] | None", kept: str) -> bytes | None:
        if file is not None:
            if (file.size or 0) > LARGEST:
                raise forms.ValidationError(_("檔案太大，一年的辦公日曆不會超過 1 MB。"))
            read: bytes = file.read()
            return read
        try:
            text: str = signing.loads(kept, salt=SALT, max_age=KEPT_SECONDS)
        except signing.BadSignature:
            return None
        return text.encode("latin-1")

    def keep(self) -> str:
        """The content as the next step sends it back."""
        text = self.cleaned_data["content"].decode("latin-1")
        return signing.dumps(text, salt=SALT, compress=True)

    def ready(self) -> bool:
        """To be loaded a reason is needed."""
        if len(self.cleaned_data["reason"].strip()) < 4:
            self.add_error("reason", _("請寫明理由或文號（至少 4 個字）。"))
        return not self.errors

    def load(self, *, by: Person) -> Loaded:
        content = BytesIO(self.cleaned_data["content"])
        return load_days(content, by=by.name, reason=self.cleaned_data["reason"])


def wrong_rows(rows: list[str]) -> list[str]:
    """As many as fit on a page, then how many more."""
    more = len(rows) - MOST_ROWS
    rest = [_("還有 {n} 行無法讀取。").format(n=more)] if more > 0 else []
    return [*rows[:MOST_ROWS], *rest]


@managed
def calendar(request: HttpRequest, programme: Programme) -> HttpResponse:
    """First what the file would change, then, with a reason, the change itself."""
    form = CalendarForm(request.POST or None, request.FILES or None)
    seen: Preview | None = None
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["preview"]
        if "load" in request.POST and form.ready():
            done = form.load(by=official(request))
            told = _("已載入：新增 {a} 天，異動 {b} 天；受影響的期限已重算。")
            messages.success(request, told.format(a=done.added, b=len(done.changed)))
            return redirect(request.path)
    context = {
        "programme": programme, "form": form, "preview": seen, "kept": form.keep() if seen else "",
        **standing(),
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "programmes/calendar.html", context, status=status)


def standing() -> dict[str, Any]:
    """Years loaded, what waits for a year that is not, and who loaded what."""
    years = Day.objects.annotate(year=ExtractYear("date")).values("year")
    counted = years.annotate(worked=Count("pk", filter=Q(is_workday=True)), days=Count("pk"))
    return {
        "years": list(counted.order_by("-year")),
        "missing": missing_year(),
        "awaiting": len(clocks.awaiting_calendar()),
        "loadings": list(Loading.objects.all()[:20]),
        "changes": list(DayChange.objects.order_by("-changed_at", "date")[:50]),
    }


def missing_year() -> int | None:
    """Next year, when it is not loaded; this year, when even that is not."""
    this = timezone.localdate().year
    known = set(Day.objects.filter(date__in=[f"{this}-01-01", f"{this + 1}-01-01"])
                .values_list("date__year", flat=True))  # fmt: skip
    return next((year for year in (this, this + 1) if year not in known), None)
