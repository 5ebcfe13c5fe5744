"""The ways in: booked by an official, booked by the citizen, walked in; and another time."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.calendar.row import CalendarMissing
from yankao.kernel.cases.actors import Actor
from yankao.kernel.cases.intake import Channel, IntakeForm
from yankao.kernel.cases.models import Case
from yankao.kernel.ui.moments import moment_text
from yankao.kernel.values.taipei import end_of, local, midnight

from . import keys, rules, slots
from .models import Booking, Session, Site, Slot, booking
from .rules import Asked

OFFERED = 4
NEEDS = ["language", "sign", "mode", "people"]


class SlotsBySession(forms.models.ModelChoiceIterator[Slot]):
    """Times under the session they belong to."""

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label or "")
        groups: dict[str, list[tuple[Any, str]]] = {}
        for slot in self.queryset:
            choice = self.choice(slot)
            groups.setdefault(str(slot.session), []).append(choice)
        yield from groups.items()


class SlotField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the free slots; one that is gone meanwhile is said so."""

    iterator = SlotsBySession

    def __init__(self, **more: Any) -> None:
        super().__init__(Slot.objects.none(), label=gettext_lazy("時段"), **more)
        gone = gettext_lazy("這個時段剛剛被別人預約或已停辦，您填的內容都還在，請改選其他時段。")
        self.error_messages["invalid_choice"] = gone

    def label_from_instance(self, obj: Model) -> str:
        return f"{local(obj.starts_at):%H:%M}" if isinstance(obj, Slot) else str(obj)


class AdviceForm(IntakeForm):
    """What every booking must tell: who, about what, against whom, and what they need."""

    programme = "legal_advice"
    about: tuple[str, ...] = ("category", "contact_name", "contact_phone", "contact_email")
    required_fields = ("category", "contact_name", "contact_phone")
    personal = ("contact_name", "contact_phone", "contact_email", "id_last4", "opposite")
    placed = {"slot": "where", "site": "where", "mode": "where", "id_last4": "you"}
    titles = {
        "where": gettext_lazy("哪一個時段？"), "what": gettext_lazy("哪一類問題？"),
        "words": gettext_lazy("對造與需要的協助"),
    }  # fmt: skip
    own: tuple[str, ...] = ()

    opposite = forms.CharField(
        label=gettext_lazy("對造姓名或名稱"), required=False, max_length=80,
        help_text=gettext_lazy("只用來避免同一位律師替雙方諮詢；不會公開，也不會告訴對造。"),
    )  # fmt: skip
    id_last4 = forms.RegexField(
        r"^\d{4}$", label=gettext_lazy("身分證或居留證末四碼"),
        help_text=gettext_lazy("報到時核對用。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4", "size": "4",
                                      "autocomplete": "off", "data-unkept": True}),
        error_messages={"invalid": gettext_lazy("請填四個數字。")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].label = _("問題類別")
        if "people" in self.fields:
            self.fields["people"].help_text = _("同一事件多人同來，算一次諮詢。")
            self.fields["people"].min_value = 1  # type: ignore[attr-defined]
        self.lift()

    def lift(self) -> None:
        """The order in which one is asked."""
        self.order_fields([*self.own, *self.about[:1], "opposite", *NEEDS, "id_last4"])

    def _own_fields(self) -> list[str]:
        return [*self.own, *super()._own_fields(), "opposite", "id_last4"]

    @property
    def detail(self) -> Booking:
        found: Any = self.instance
        return found  # type: ignore[no-any-return]

    def asked(self, values: dict[str, Any]) -> Asked:
        name, category = values.get("contact_name", ""), values.get("category")
        last4 = values.get("id_last4", "")
        return Asked(
            keys.person_key(name, last4) if name and last4 else "",
            keys.name_key(name), keys.name_key(values.get("opposite", "")),
            category.pk if category else None,
            rules.interpreter(values.get("language", ""), bool(values.get("sign"))),
            values.get("mode", ""),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        told = self.asked(values)
        for name in ("person_key", "name_key", "opposite_key"):
            setattr(self.instance, name, getattr(told, name))
        if told.opposite_key and told.opposite_key == told.name_key:
            self.add_error("opposite", _("對造不能是本人。"))
        if not self.errors:
            try:
                self.check(values, told)
            except CalendarMissing as missing:
                self.add_error(None, str(missing))
        return values

    def moment(self) -> datetime:
        """When the consultation would be; now, for whoever only waits."""
        slot = self.cleaned_data.get("slot")
        return slot.starts_at if slot else timezone.now()

    def check(self, values: dict[str, Any], told: Asked) -> None:
        """What the rules say of this person and this time."""

    def attach(self, case: Case, by: Actor) -> None:
        """Inside the opening transaction: once more for this person, then the slot itself."""
        detail = booking(case)
        slots.one_at_a_time(detail.person_key)
        if why := rules.about_person(Asked.of(detail), self.moment()):
            raise ValidationError(why)
        self.seat(detail)

    def seat(self, detail: Booking) -> None:
        """Takes the slot; nothing for whoever waits."""


class BookingForm(AdviceForm):
    """A slot, or a place on the waiting list of a site."""

    own = ("slot", "site")
    slot = SlotField(
        required=False,
        empty_label=gettext_lazy("沒有合適的時段，我要候補"),
        help_text=gettext_lazy("候補者在有人取消時依序通知。"),
    )
    site = forms.ModelChoiceField(
        Site.objects.none(),
        label=gettext_lazy("候補的據點"),
        required=False,
        help_text=gettext_lazy("選了時段就不必填。"),
    )

    class Meta:
        model = Booking
        fields = NEEDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slot"].queryset = slots.bookable()  # type: ignore[attr-defined]
        self.fields["site"].queryset = Site.objects.filter(active=True)  # type: ignore[attr-defined]

    def check(self, values: dict[str, Any], told: Asked) -> None:
        slot, now = values.get("slot"), timezone.now()
        if slot is None and values.get("site") is None:
            self.add_error("slot", _("請選時段；要候補請選候補的據點。"))
            return
        if why := rules.about_person(told, self.moment()):
            self.add_error(None, why)
        elif slot and (why := rules.about_slot(slot, told, now)):
            self.refuse(why, told)
        self.detail.site = slot.session.site if slot else values["site"]

    def refuse(self, why: str, told: Asked) -> None:
        """Says why, offers what there is instead, and from then on only that."""
        left = list(slots.fitting(told))
        self.fields["slot"].queryset = slots.bookable().filter(pk__in=[s.pk for s in left])  # type: ignore[attr-defined]
        self.add_error("slot", why)
        if left:
            self.add_error("slot", _("可改選：{slots}").format(slots=offered(left)))

    def seat(self, detail: Booking) -> None:
        if slot := self.cleaned_data.get("slot"):
            slots.take(detail, slot)


def offered(left: list[Slot]) -> str:
    """The next few times, each with its site and lawyer."""
    words = [
        f"{moment_text(s.starts_at)} {s.session.site} {s.session.lawyer}" for s in left[:OFFERED]
    ]
    return _("、").join(words)


class ClerkForm(BookingForm):
    """At the counter or by telephone: the official says how it came."""

    about = (*AdviceForm.about, "channel")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [  # type: ignore[attr-defined]
            (Channel.PHONE, Channel.PHONE.label), (Channel.COUNTER, Channel.COUNTER.label)
        ]  # fmt: skip


class WalkInForm(AdviceForm):
    """Whoever stands at the desk: the next place of today's session, or a place in the line."""

    own = ("session",)
    session = forms.ModelChoiceField(
        Session.objects.none(), label=gettext_lazy("今天的場次"), empty_label=None
    )

    class Meta:
        model = Booking
        fields = NEEDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        rows = Session.objects.filter(
            closed_at=None, starts_at__gte=midnight(today), starts_at__lt=end_of(today),
            ends_at__gt=timezone.now(),
        )  # fmt: skip
        self.fields["session"].queryset = rows.select_related("site", "lawyer")  # type: ignore[attr-defined]

    def check(self, values: dict[str, Any], told: Asked) -> None:
        session = values["session"]
        if why := rules.about_person(told, self.moment()):
            self.add_error(None, why)
        elif session.lawyer_id in rules.forbidden(told):
            said = _("依律師利益迴避規定，{lawyer}不能為您諮詢這件事，請改選其他律師的時段。")
            self.add_error("session", said.format(lawyer=session.lawyer))
        if told.interpreter:
            self.add_error("language", _("現場候位無法安排通譯或手語翻譯，請改為預約。"))
        self.detail.site, self.detail.walk_in = session.site, True
        values["channel"] = Channel.COUNTER

    def seat(self, detail: Booking) -> None:
        """The first free place; without one they are here and wait for whoever does not come."""
        session, now = self.cleaned_data["session"], timezone.now()
        detail.checked_in_at, detail.session, detail.starts_at = now, session, None
        detail.save(update_fields=["checked_in_at", "session", "starts_at"])
        for slot in slots.today(session, now):
            try:
                slots.take(detail, slot)
            except ValidationError:
                detail.slot = None
                continue
            return
