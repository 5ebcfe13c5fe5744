"""Many duties of a room at once, from a file: who, in which role, at which unit, from today."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.people.models import Duty, Person, Unit
from yankao.kernel.ui.pages import page

from .access import client, managed, official
from .officials.roster import Rejected, RosterForm, Row, Taken, named, why_not
from .people_forms import DutyForm
from .programme import Programme

HEADERS = {"帳號": "person", "角色": "role", "單位代碼": "unit"}


class DutyRosterForm(RosterForm):
    headers = HEADERS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("職務名冊（CSV）")
        self.fields["file"].help_text = gettext_lazy(
            "欄位：帳號、角色、單位代碼；自今日起任職，已有的職務不變。一次最多 1,000 項。"
        )


def take(
    programme: Programme, rows: Iterable[tuple[int, Row]], *, by: Person, client: str = ""
) -> Taken:
    """Every row is given, held already, or rejected with its reason."""
    units = {unit.code: unit.pk for unit in Unit.objects.current()}
    roles = {str(role.label): role.name for role in programme.workflow.roles.values()}
    taken, today = Taken(), timezone.localdate()
    for line, row in rows:
        told = named(row, HEADERS)
        who = Person.objects.filter(username__iexact=told["person"], is_active=True).first()
        duty = {
            "person": who.pk if who else "", "role": roles.get(told["role"], told["role"]),
            "unit": units.get(told["unit"], ""), "since": today,
        }  # fmt: skip
        held = {"person": who, "role": duty["role"], "unit": duty["unit"] or None}
        rows_held = Duty.objects.in_force(timezone.now()).filter(programme=programme.name)
        form = DutyForm(programme, by, duty)
        if who and rows_held.filter(**held).exists():
            taken.known += 1
        elif not form.is_valid():
            taken.rejected.append(Rejected(line, told["person"], reason(told, who, form, units)))
        else:
            form.give(client)
            taken.entered += 1
    return taken


def reason(told: dict[str, str], who: Person | None, form: DutyForm, units: dict[str, int]) -> str:
    """What is wrong with a row, in words that name what the file said."""
    if who is None:
        return _("沒有使用中的帳號 {name}。").format(name=told["person"])
    if told["unit"] not in units:
        return _("沒有代碼為 {code} 的單位。").format(code=told["unit"])
    return why_not(form)


@managed
def duty_roster(request: HttpRequest, programme: Programme) -> HttpResponse:
    """A roster of duties, row by row; what could not be used is listed with its reason."""
    form, taken = DutyRosterForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        rows = form.cleaned_data["file"]
        taken = take(programme, rows, by=official(request), client=client(request))
        form = DutyRosterForm()
    roles = [role for role in programme.workflow.roles.values() if role.held]
    context = {"programme": programme, "form": form, "taken": taken, "assignable": roles}
    status = 422 if form.is_bound else 200
    return page(request, "programmes/roster.html", context, status=status)
