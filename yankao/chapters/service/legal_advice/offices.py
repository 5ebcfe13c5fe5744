"""What the centre's officer keeps: sites, lawyers, sessions; and calling a session off."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.calendar.limits import is_working_day
from yankao.kernel.cases.models import Category
from yankao.kernel.people.models import Duty, Person, Unit
from yankao.kernel.text.known import name as masked_name
from yankao.kernel.values.taipei import TAIPEI, day_of, midnight

from . import slots
from .keys import name_key
from .models import Conflict, Lawyer, Session, Site, Slot
from .states import LAWYER

LONGEST = timedelta(hours=8)
WEEKS = 12


class SiteForm(forms.ModelForm[Site]):
    class Meta:
        model = Site
        fields = ["name", "unit", "district", "address", "room", "phone", "order", "active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Unit.objects.current().exclude(level="city")
        self.fields["unit"].queryset = rows  # type: ignore[attr-defined]
        self.fields["unit"].help_text = _("這個單位的服務台可以報到、叫號與登記。")


class LawyerForm(forms.ModelForm[Lawyer]):
    """A lawyer; whom they may not advise is kept as a digest and shown masked."""

    conflicts = forms.CharField(
        label=gettext_lazy("新增利益衝突名單"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("一行一位；儲存後只留比對碼與遮蔽的姓名，看不到原文。"),
    )  # fmt: skip

    class Meta:
        model = Lawyer
        fields = ["name", "bar_number", "person", "fields", "pledged_on", "active"]
        widgets = {
            "fields": forms.CheckboxSelectMultiple,
            "pledged_on": forms.DateInput(attrs={"type": "date"}),
        }
        help_texts = {
            "person": gettext_lazy("有「諮詢律師」職務的帳號；律師用它看自己的場次與筆記。"),
            "pledged_on": gettext_lazy(
                "守則：口頭諮詢、不代撰書狀、不招攬案件、保守秘密；簽署後才能排班。"
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Duty.objects.in_force(timezone.now()).filter(
            programme="legal_advice", role=LAWYER.name
        )
        people = Person.objects.filter(is_active=True, pk__in=held.values("person"))
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        rows = Category.objects.filter(programme="legal_advice", active=True)
        self.fields["fields"].queryset = rows  # type: ignore[attr-defined]

    def save(self, commit: bool = True) -> Lawyer:
        with transaction.atomic():
            made = super().save(commit)
            for name in self.cleaned_data["conflicts"].splitlines():
                if key := name_key(name):
                    told = {"shown": masked_name(name.strip())[:60]}
                    Conflict.objects.get_or_create(lawyer=made, name_key=key, defaults=told)
        return made


class SessionForm(forms.ModelForm[Session]):
    """One session, or the same for some weeks; cut into slots when it is stored."""

    day = forms.DateField(
        label=gettext_lazy("日期"), widget=forms.DateInput(attrs={"type": "date"})
    )
    begins = forms.TimeField(
        label=gettext_lazy("開始時間"), widget=forms.TimeInput(attrs={"type": "time"})
    )
    ends = forms.TimeField(
        label=gettext_lazy("結束時間"), widget=forms.TimeInput(attrs={"type": "time"})
    )
    weeks = forms.IntegerField(
        label=gettext_lazy("連續幾週"), min_value=1, max_value=WEEKS, initial=1, required=False,
        help_text=gettext_lazy("每週同一時間；遇放假日略過。"),
    )  # fmt: skip

    class Meta:
        model = Session
        fields = ["site", "lawyer", "room", "video"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pledged = Lawyer.objects.filter(active=True, pledged_on__lte=timezone.localdate())
        self.fields["lawyer"].queryset = pledged  # type: ignore[attr-defined]
        self.fields["site"].queryset = Site.objects.filter(active=True)  # type: ignore[attr-defined]
        self.order_fields(["site", "lawyer", "day", "begins", "ends", "weeks", "room", "video"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not {"day", "begins", "ends", "site", "lawyer"} <= values.keys():
            return values
        start = datetime.combine(values["day"], values["begins"], TAIPEI)
        end = datetime.combine(values["day"], values["ends"], TAIPEI)
        if start <= timezone.now():
            self.add_error("day", _("場次必須在現在之後。"))
        if not timedelta() < end - start <= LONGEST:
            self.add_error("ends", _("結束須晚於開始，一場最長八小時。"))
            return values
        self.moments = spans(start, end, values.get("weeks") or 1)
        if not self.moments:
            self.add_error("day", _("這一天不上班，請另選日期。"))
        for one, until in self.moments:
            if clash(values["lawyer"], values["site"], values.get("room", ""), one, until):
                day = day_of(one).isoformat()
                self.add_error("begins", _("{day} 這位律師或這間諮詢室已有場次。").format(day=day))
        return values

    def store(self) -> list[Session]:
        """The sessions with their slots."""
        values = self.cleaned_data
        told = {name: values[name] for name in ("site", "lawyer", "room", "video")}
        with transaction.atomic():
            made = [
                Session.objects.create(starts_at=start, ends_at=end, **told)
                for start, end in self.moments
            ]
            Slot.objects.bulk_create(slot for session in made for slot in slots.cut(session))
        return made


def spans(start: datetime, end: datetime, weeks: int) -> list[tuple[datetime, datetime]]:
    """The same hours on working days of so many weeks."""
    steps = [timedelta(weeks=week) for week in range(weeks)]
    return [(start + step, end + step) for step in steps if is_working_day(day_of(start + step))]


def clash(lawyer: Lawyer, site: Site, room: str, start: datetime, end: datetime) -> bool:
    """Whether the lawyer, or the room, has a session at that time."""
    rows = Session.objects.filter(closed_at=None, starts_at__lt=end, ends_at__gt=start)
    return rows.filter(Q(lawyer=lawyer) | (Q(site=site, room=room) & ~Q(room=""))).exists()


class CloseForm(forms.Form):
    """Why a session is called off; everybody who has a slot in it reads the reason."""

    reason = forms.CharField(
        label=gettext_lazy("停辦原因"), min_length=2, max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("會寫進給民眾的改期通知。"),
    )  # fmt: skip


def coming(since: datetime) -> QuerySet[Session]:
    """Sessions from that day on, with how many slots they have and how many are taken."""
    rows = Session.objects.filter(ends_at__gte=since).select_related("site", "lawyer")
    taken = Count("slots", filter=Q(slots__booking__isnull=False))
    return rows.annotate(places=Count("slots"), taken=taken).order_by("starts_at", "site__order")


def lawyers(on: datetime) -> QuerySet[Lawyer]:
    """Lawyers with the sessions they held this month, for which the fee is due."""
    first = midnight(day_of(on).replace(day=1))
    held = Q(sessions__closed_at=None, sessions__starts_at__gte=first, sessions__ends_at__lte=on)
    rows = Lawyer.objects.prefetch_related("fields", "conflicts")
    return rows.annotate(held=Count("sessions", filter=held)).order_by("-active", "name")
