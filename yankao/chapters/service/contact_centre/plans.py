"""The planner's page: a coming day, hour by hour."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from yankao.kernel.programmes import registry
from yankao.kernel.programmes.access import official, only
from yankao.kernel.programmes.tabs import tabs
from yankao.kernel.ui.charts import BAR, Chart, Row, Value
from yankao.kernel.ui.pages import page

from . import planning
from .doors import may_oversee
from .effects import NAME

URL = "/service/contact_centre/staffing/"


class PlanForm(forms.Form):
    """Which day, how long a call takes, whether a typhoon is about."""

    day = forms.DateField(
        label=gettext_lazy("日期"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    handling = forms.FloatField(
        label=gettext_lazy("平均處理時間（秒）"), min_value=10, max_value=3600,
        widget=forms.NumberInput(attrs={"step": "1", "inputmode": "numeric"}),
    )  # fmt: skip
    storm = forms.BooleanField(label=gettext_lazy("颱風停班"), required=False)


def asked(given: Any) -> PlanForm:
    """What was asked, with tomorrow and the usual handling time where nothing was."""
    usual = {
        "day": planning.tomorrow().isoformat(),
        "handling": round(planning.handling_of(timezone.localdate())),
    }
    told = {name: given.get(name) or value for name, value in usual.items()}
    return PlanForm({**told, "storm": given.get("storm")})


def hours(form: PlanForm) -> "list[planning.Hour] | None":
    """The day's hours; None without enough history."""
    known = planning.history(timezone.localdate())
    if known is None:
        return None
    values = form.cleaned_data
    expected = known.expected(values["day"], storm=values["storm"])
    return planning.plan(expected, values["handling"])


@require_GET
@only(may_oversee)
def staffing(request: HttpRequest) -> HttpResponse:
    """Calls expected, agents needed, people on the roster for it, and who has no seat."""
    person, programme = official(request), registry.get(NAME)
    form = asked(request.GET)
    found = hours(form) if form.is_valid() else []
    context = {
        "programme": programme, "tabs": tabs(programme, person, "staffing"), "form": form,
        "hours": found, "aims": planning.aims(), "url": URL,
        "known": planning.history(timezone.localdate()),
        "short": [hour for hour in found or [] if hour.staffing.shortage],
        "chart": chart_of(found or [], planning.aims().seats),
    }  # fmt: skip
    return page(
        request, "contact_centre/staffing.html", context, status=200 if form.is_valid() else 422
    )


def chart_of(found: "list[planning.Hour]", seats: int) -> Chart:
    rows = [
        Row(one.label, [Value(Decimal(one.staffing.needed), str(one.staffing.needed))])
        for one in found
    ]
    return Chart(
        _("各時需要的值機人數"), _("時"), [_("需要人數")], rows, BAR, unit=_("人"), target=seats
    )


urlpatterns = [path("staffing/", staffing, name="staffing")]
