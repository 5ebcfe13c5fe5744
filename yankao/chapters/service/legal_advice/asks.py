"""What the moves of a booking ask."""

import hmac
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.cases.forms import CaseForm
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Move
from yankao.kernel.text.known import masked

from . import limits, rules, slots
from .forms import SlotField, offered
from .keys import name_key
from .models import Booking, Conflict, Referral, booking
from .rules import Asked


class MoveForm(CaseForm):
    """Another time: any free slot that this person may have."""

    slot = SlotField(empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = Asked.of(booking(self.case))
        left = [slot.pk for slot in slots.fitting(self.asked)]
        self.fields["slot"].queryset = slots.bookable().filter(pk__in=left)  # type: ignore[attr-defined]
        if not left:
            self.fields["slot"].help_text = _("目前沒有其他適合的時段。")

    def clean_slot(self) -> Any:
        slot = self.cleaned_data["slot"]
        if why := rules.about_slot(slot, self.asked, timezone.now()):
            left = list(slots.fitting(self.asked))
            more = [_("可改選：{slots}").format(slots=offered(left))] if left else []
            raise ValidationError([why, *more])
        return slot

    def apply(self, case: Case, move: Move) -> None:
        detail = booking(case)
        move.note["left"] = detail.slot_id
        slots.take(detail, self.cleaned_data["slot"])
        detail.displaced = False
        detail.save(update_fields=["displaced"])
        move.note["starts_at"] = detail.starts_at.isoformat() if detail.starts_at else ""


class PlaceForm(CaseForm):
    """A slot that became free, given by the system; whoever opens with one has it already."""

    slot = SlotField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slot"].queryset = slots.standing().filter(booking=None)  # type: ignore[attr-defined]

    def apply(self, case: Case, move: Move) -> None:
        if slot := self.cleaned_data.get("slot"):
            slots.take(booking(case), slot)


class ReplaceForm(CaseForm):
    """Why the session does not take place; the next fitting slot is taken, if there is one."""

    reason = forms.CharField(
        label=gettext_lazy("原因"), min_length=2, max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def apply(self, case: Case, move: Move) -> None:
        detail = booking(case)
        before = detail.starts_at
        move.note["left"] = getattr(slots.give_back(detail), "pk", None)
        detail.walk_in, detail.checked_in_at, detail.called_at = False, None, None
        detail.displaced = not slots.replace(detail, move.at)
        detail.queued_at = detail.queued_at or case.opened_at
        detail.save(update_fields=["walk_in", "checked_in_at", "called_at", "displaced",
                                   "queued_at"])  # fmt: skip
        move.note["from"] = before.isoformat() if before else ""


class RecuseForm(ReplaceForm):
    """The lawyer steps back; why is nobody's business, so it is not asked."""

    reason = None  # type: ignore[assignment]
    sure = forms.BooleanField(
        label=gettext_lazy("我與本案當事人有利益衝突，不能提供諮詢"),
        help_text=gettext_lazy("理由不必說明；系統改排其他律師並通知民眾，日後也不再排給您。"),
    )

    def apply(self, case: Case, move: Move) -> None:
        detail, contact = booking(case), case.contact
        session = detail.session
        if session is not None and contact is not None:
            told = {"shown": masked(contact)["name"]}
            Conflict.objects.get_or_create(
                lawyer=session.lawyer, name_key=name_key(contact.name), defaults=told
            )
        super().apply(case, move)


class CheckInForm(CaseForm):
    """The six digits of the letter; whoever has lost them shows who they are."""

    code = forms.CharField(
        label=gettext_lazy("報到碼"), required=False, max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=gettext_lazy("預約通知上的六位數字。"),
    )  # fmt: skip
    identified = forms.BooleanField(label=gettext_lazy("沒有報到碼，已核對證件"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        code, kept = values.get("code", "").strip(), booking(self.case).code
        if not code and not values.get("identified"):
            self.add_error("code", _("請輸入報到碼，或勾選已核對證件。"))
        elif code and not hmac.compare_digest(code.encode(), kept.encode()):
            self.add_error("code", _("報到碼不符，請再核對一次。"))
        return values


class ServeForm(forms.ModelForm[Booking]):
    """How long it took and where the person was sent on; nothing of what was said."""

    minutes = forms.IntegerField(label=gettext_lazy("諮詢分鐘數"), min_value=1, max_value=240)

    class Meta:
        model = Booking
        fields = ["minutes", "referral"]
        help_texts = {
            "referral": gettext_lazy("諮詢以口頭為限，不代撰書狀；律師不得於諮詢時招攬案件。")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["referral"].choices = Referral.choices  # type: ignore[attr-defined]
        self.initial["referral"] = self.instance.referral or Referral.NONE
        self.initial["minutes"] = self.instance.minutes or self.so_far()

    def so_far(self) -> int:
        """Since the person was called, at least one minute; else the usual time."""
        since = self.instance.called_at
        if since is None:
            return limits.SLOT_MINUTES.value()
        return max(1, int((timezone.now() - since) / timedelta(minutes=1)))


class CorrectForm(ServeForm):
    """The same facts put right, with the reason."""

    reason = forms.CharField(
        label=gettext_lazy("更正理由"), min_length=2, max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
