"""Who is employed, month by month, and how many of them have a disability certificate.

A headcount share, not the weighted number of the quota law (handbook 5-6 §2).
"""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.people.models import Duty, Person
from yankao.kernel.programmes import registry
from yankao.kernel.programmes.access import official, only
from yankao.kernel.programmes.tabs import tabs
from yankao.kernel.ui.pages import page
from yankao.kernel.values.taipei import midnight

from .doors import may_manage
from .effects import NAME
from .models import StaffMonth
from .states import FLOOR

URL = "/service/contact_centre/staff/"


@dataclass(frozen=True)
class Month:
    first: date
    people: int
    disabled: int


def on_duty(first: date) -> list[Person]:
    """Whoever had a duty on the floor at the beginning of that month."""
    duties = Duty.objects.in_force(midnight(first)).filter(
        programme=NAME, role__in=[role.name for role in FLOOR]
    )
    return list(Person.objects.filter(pk__in=duties.values("person")).order_by("name", "pk"))


def flags(first: date) -> dict[int, bool]:
    """What was last said of each person up to that month."""
    rows = StaffMonth.objects.filter(month__lte=midnight(first)).order_by("month")
    return dict(rows.values_list("person", "disabled"))


def register(first: date) -> int:
    """Writes a month once, everybody as last said; what stands there stays."""
    known = flags(first)
    rows = [
        StaffMonth(month=midnight(first), person=person, disabled=known.get(person.pk, False))
        for person in on_duty(first)
    ]
    return len(StaffMonth.objects.bulk_create(rows, ignore_conflicts=True))


def said(first: date, disabled: set[int]) -> None:
    """Sets who has a certificate in this month, as the contractor's list says."""
    with transaction.atomic():
        register(first)
        rows = StaffMonth.objects.filter(month=midnight(first))
        rows.filter(person__in=disabled).update(disabled=True)
        rows.exclude(person__in=disabled).update(disabled=False)


def months(many: int = 12) -> list[Month]:
    found: dict[date, list[int]] = {}
    for month, disabled in StaffMonth.objects.order_by("-month").values_list("month", "disabled"):
        counts = found.setdefault(timezone.localdate(month), [0, 0])
        if len(found) > many:
            break
        counts[0] += 1
        counts[1] += disabled
    return [Month(first, *counts) for first, counts in list(found.items())[:many]]


@only(may_manage)
def listing(request: HttpRequest) -> HttpResponse:
    """This month's people, and who of them has a certificate; restricted to the commission."""
    person, first = official(request), timezone.localdate().replace(day=1)
    if request.method == "POST":
        chosen = {int(key) for key in request.POST.getlist("disabled") if key.isdigit()}
        said(first, chosen)
        messages.success(request, _("已儲存本月在職名冊。"))
        return redirect(URL)
    programme, known = registry.get(NAME), flags(first)
    people = [(one, known.get(one.pk, False)) for one in on_duty(first)]
    context = {
        "programme": programme, "tabs": tabs(programme, person, "staff"), "people": people,
        "first": first, "months": months(),
    }  # fmt: skip
    return page(request, "contact_centre/staff.html", context)


urlpatterns = [path("staff/", listing, name="staff")]
