"""Still not done: the reporter sends a closed case back, with a reason, within some days."""

from collections.abc import Sequence
from datetime import timedelta

from django import forms
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.cases.actors import Actor
from yankao.kernel.cases.forms import CaseForm
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import REPORTER, Action, Effect, Move, Role
from yankao.kernel.files.fields import PhotosField, attach
from yankao.kernel.notices.effects import handler, holder, tell
from yankao.kernel.notices.models import Recipient
from yankao.kernel.people.models import Duty
from yankao.kernel.text.personal import mask

from . import limits
from .letters import NOT_YET


class NotYetForm(CaseForm):
    """What is still wrong, and a photo; the words lie beside the chain, on the timeline masked."""

    personal = ("still",)
    still = forms.CharField(
        label=gettext_lazy("哪裡還沒好"), min_length=4, max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    photos = PhotosField(kind="photo", label=gettext_lazy("照片"), required=False)

    def apply(self, case: Case, move: Move) -> None:
        attach(case, self.cleaned_data.get("photos"), by=self.by, at=move.at)
        case.reopened += 1
        move.personal["notes"] = [mask(self.cleaned_data["still"])]


def in_words(case: Case, move: Move) -> dict[str, object]:
    return {"reason": move.data["still"]}


def in_time(case: Case, by: Actor) -> str:
    """Within the days after closing, and not again and again."""
    days, times = limits.REOPEN_DAYS.value(), limits.REOPEN_TIMES.value()
    if case.reopened >= times:
        return _("這一案已反映過 {n} 次還沒好，請改撥 1999 由專人協助。").format(n=case.reopened)
    if case.closed_at and timezone.now() > case.closed_at + timedelta(days=days):
        return _("結案已超過 {n} 天，請重新通報。").format(n=days)
    return ""


def not_yet(
    source: TextChoices,
    target: TextChoices,
    *,
    restarts: str,
    controllers: Sequence[Role],
    effects: Sequence[Effect] = (),
) -> Action:
    """The reporter's own way back: counted as a return, told to the agency and its controllers."""
    roles = [role.name for role in controllers]

    def concerned(case: Case, move: Move) -> list[Recipient]:
        duties = Duty.objects.in_force(move.at).filter(programme=case.programme, role__in=roles)
        people = [duty.person for duty in duties.select_related("person")]
        return list(dict.fromkeys([*holder(case, move), *handler(case, move), *people]))

    return Action(
        "not_yet", gettext_lazy("還沒好"), source, target, by=REPORTER, asks=NotYetForm,
        only_if=in_time, returns=True,
        effects=[*effects, tell(NOT_YET, to=concerned, facts=in_words)],
        restarts=restarts, tone="warning", occasional=True,
        hint=gettext_lazy("案件會回到承辦單位手上，並通知研考會。"),
    )  # fmt: skip
