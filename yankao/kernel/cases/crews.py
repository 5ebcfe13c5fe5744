"""Giving cases to the crews that drive out, as many as a shift can take."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.people.models import Crew

from .forms import CaseForm
from .models import Case
from .workflow import Move


@dataclass(frozen=True)
class Load:
    """How many cases a crew has in a shift, of how many it can take."""

    crew: Crew
    taken: int

    @property
    def left(self) -> int:
        return max(0, self.crew.capacity - self.taken)

    def __str__(self) -> str:
        hours = f"{self.crew.hour_from:02}–{self.crew.hour_to:02}"
        return _("{crew} {hours} 時・已派 {taken}／{capacity}").format(
            crew=self.crew, hours=hours, taken=self.taken, capacity=self.crew.capacity
        )


def load(crew: Crew, at: datetime) -> Load:
    """What the crew still has open, and what it was given and ended in this shift."""
    since, until = crew.shift(at)
    ended = Q(closed_at__gte=since, closed_at__lt=until)
    return Load(crew, Case.objects.filter(Q(closed_at=None) | ended, crew=crew).count())


class LoadField(forms.ModelChoiceField[Crew]):
    """Crews by what they can still take."""

    def label_from_instance(self, obj: Crew) -> str:
        return str(load(obj, timezone.now()))


class CrewForm(CaseForm):
    """Which crew; a full one only with a reason."""

    crew = LoadField(Crew.objects.none(), label=gettext_lazy("外勤班隊"), empty_label=None)
    reason = forms.CharField(
        label=gettext_lazy("超派理由"), max_length=300, required=False,
        help_text=gettext_lazy("班隊已滿仍要加派時填寫。"),
    )  # fmt: skip

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        rows = Crew.objects.at(self.case.holder) if self.case.holder else Crew.objects.none()
        self.fields["crew"].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        values = super().clean() or self.cleaned_data
        crew = values.get("crew")
        anew = crew and crew.pk != self.case.crew_id and not values.get("reason")
        if crew and anew and load(crew, timezone.now()).left == 0:
            full = _("{crew}這一班已派滿，請改派其他班隊，或填寫超派理由。").format(crew=crew)
            self.add_error("crew", full)
        return values

    def apply(self, case: Case, move: Move) -> None:
        case.crew = self.cleaned_data["crew"]


def has_crews(case: Case, by: object) -> str:
    """The holder must have somebody to send."""
    if case.holder and Crew.objects.at(case.holder).exists():
        return ""
    return _("貴單位還沒有建立外勤班隊，請先到「班隊」新增。")
