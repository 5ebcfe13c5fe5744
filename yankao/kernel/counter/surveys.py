"""Whether a closed case may be rated, and what the ratings say; no survey is not a bad survey."""

from datetime import date, datetime, timedelta

from django import forms
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case
from yankao.kernel.programmes.registry import of as programme_of
from yankao.kernel.ui.forms import RadioCards

from . import limits
from .models import Rating

SCORES = [
    (5, _("非常滿意")), (4, _("滿意")), (3, _("普通")), (2, _("不滿意")), (1, _("非常不滿意")),
]  # fmt: skip


class RatingForm(forms.Form):
    """How satisfied, and why if one likes."""

    score = forms.TypedChoiceField(
        label=_("您對這次的處理滿意嗎？"), choices=SCORES, coerce=int, widget=RadioCards
    )
    comment = forms.CharField(
        label=_("想告訴我們什麼"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def held(programme: str, on: date) -> bool:
    """Whether the programme asked for ratings on that day."""
    return programme not in limits.SURVEY_SUSPENDED.value(on)


def closes_at(case: Case) -> datetime | None:
    """Until when the case may be rated; None when it may not be at all."""
    door = programme_of(case).public
    if door is None or case.state not in {str(state) for state in door.rated}:
        return None
    if case.closed_at is None or not held(case.programme, timezone.localdate(case.closed_at)):
        return None
    return case.closed_at + timedelta(days=limits.SURVEY_DAYS.value())


def may_rate(case: Case) -> bool:
    end = closes_at(case)
    return end is not None and timezone.now() < end and not hasattr(case, "rating")


def rate(case: Case, score: int, comment: str) -> bool:
    """Keeps the first answer; a second one changes nothing."""
    told = {"score": score, "comment": comment, "at": timezone.now()}
    return Rating.objects.get_or_create(case=case, defaults=told)[1]


def satisfied(rows: QuerySet[Rating]) -> tuple[int, int] | None:
    """Satisfied and very satisfied, out of how many; None when nobody was asked or answered."""
    found = rows.aggregate(answered=Count("pk"), content=Count("pk", filter=Q(score__gte=4)))
    return (found["content"], found["answered"]) if found["answered"] else None
