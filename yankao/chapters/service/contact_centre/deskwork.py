"""The agent's side of a call: what pops up, what is said of it, where it leads."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.cases.models import Case, Category
from yankao.kernel.people.models import Person
from yankao.kernel.programmes.opened import opened_by
from yankao.kernel.programmes.sameperson.doubles import reported_by
from yankao.kernel.ui.forms import RadioCards

from .doors import may_oversee
from .effects import NAME
from .models import CallRecord, LiveCall, Presence
from .states import Kind

EARLIER, LOOK_BACK = 5, timedelta(days=366)
EMERGENCY = {"119": gettext_lazy("119 消防救護"), "110": gettext_lazy("110 報案")}


def current(person: Person, named: str = "") -> LiveCall | None:
    """The call this agent answers or has to wrap up, the one on the line first.

    Whoever oversees may name one that is over and that nobody classified.
    """
    rows = LiveCall.objects.filter(wrapped_at=None).select_related("topic", "agent")
    mine = rows.filter(agent=person)
    if named:
        left = rows.filter(ended_at__isnull=False, answered_at__isnull=False)
        return (left | mine if may_oversee(person) else mine).filter(exchange_id=named).first()
    return mine.order_by(F("ended_at").asc(nulls_first=True), "offered_at").first()


def stage(call: LiveCall) -> str:
    """ringing, talking, held, wrapping."""
    if call.ended_at or call.left_at:
        return "wrapping"
    if call.answered_at is None:
        return "ringing"
    return "held" if call.held_since else "talking"


def token(call: LiveCall | None) -> str:
    """Changes when the agent's page should look again."""
    return f"{call.exchange_id}:{stage(call)}:{call.agent_id}" if call else "-"


def heard(people: Collection[str]) -> dict[str, str]:
    """For each agent by key, what they are told of; two statements for all of them."""
    keys = [int(key) for key in people]
    rows = LiveCall.objects.filter(agent__in=keys, wrapped_at=None)
    found = {str(call.agent_id): token(call) for call in rows.order_by("offered_at")}
    states = dict(Presence.objects.filter(person__in=keys).values_list("person", "state"))
    return {key: f"{found.get(key, '-')}/{states.get(int(key), '-')}" for key in people}


@dataclass(frozen=True)
class Pop:
    """What is known of whoever calls, as far as this agent may see it."""

    calls: list[CallRecord]
    cases: list[Case]


def pop(call: LiveCall, person: Person) -> Pop:
    """The caller's last calls and cases; nothing of a hidden number."""
    if not call.caller:
        return Pop([], [])
    since = call.offered_at - LOOK_BACK
    rows = CallRecord.objects.filter(caller=call.caller, at__gte=since, handled=True)
    found = list(rows.select_related("topic").order_by("-at", "-id")[:EARLIER])
    return Pop(found, reported_by(call.number, person, EARLIER))


def opened(call: LiveCall, person: Person) -> list[Case]:
    """What the agent opened while the caller was on the line, in whatever room."""
    if call.answered_at is None:
        return []
    return opened_by(person, call.answered_at, call.ended_at)


class CallForm(forms.ModelForm[LiveCall]):
    """What a call was for; the primary reason wins."""

    kind = forms.ChoiceField(
        label=gettext_lazy("類型"), choices=Kind.choices, widget=RadioCards,
        error_messages={"required": gettext_lazy("請選這通電話是諮詢、錄案後送，還是其他。")},
    )  # fmt: skip
    more = forms.CharField(
        label=gettext_lazy("另外關聯的案號"), required=False, max_length=200,
        help_text=gettext_lazy("為既有案件補充資料的來電填在這裡；本通電話中新開的案會自動帶入。"),
    )  # fmt: skip

    class Meta:
        model = LiveCall
        fields = ["kind", "topic", "online", "call_back", "emergency", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        rows = Category.objects.filter(programme=NAME, active=True)
        topic: Any = self.fields["topic"]
        topic.queryset, topic.required, topic.empty_label = rows, False, _("請選主題")
        self.fields["note"].required = False
        self.fields["note"].help_text = _("只在通話中使用，結束後不保存；要留下來的請立案。")
        self.fields["online"].label = _("當場答復完畢")
        self.fields["call_back"].label = _("之後另行回電")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        kind = values.get("kind")
        if kind and kind != Kind.OTHER and not values.get("topic"):
            self.add_error("topic", _("請選主題；諮詢與錄案都要有主題。"))
        if values.get("online") and values.get("call_back"):
            self.add_error("call_back", _("當場答復完畢，就不必另行回電。"))
        if kind == Kind.RECORD and not self.numbers():
            self.add_error("kind", _("錄案後送要有案件：請先立案，或填關聯的案號。"))
        return values

    def clean_more(self) -> list[Case]:
        """Known numbers only, and only those this agent may see."""
        said = str(self.cleaned_data.get("more") or "").replace("、", " ").replace(",", " ")
        asked = [number.upper() for number in said.split()]
        rows = Case.objects.visible_to(self.person).filter(number__in=asked)
        found = {case.number: case for case in rows}
        missing = [number for number in asked if number not in found]
        if missing:
            raise forms.ValidationError(_("找不到案號 {n}。").format(n="、".join(missing)))
        return list(found.values())

    def numbers(self) -> list[str]:
        """New cases of the call and those named, each once."""
        named = self.cleaned_data.get("more") or []
        cases = [*opened(self.instance, self.person), *named]
        return list(dict.fromkeys(case.number for case in cases))
