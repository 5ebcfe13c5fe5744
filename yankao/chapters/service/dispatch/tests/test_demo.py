"""The demo's live dispatches stand at every stage, also where a year was sampled before them."""

from datetime import timedelta
from random import Random

from django.utils import timezone

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Duty
from yankao.kernel.testing import accounts
from yankao.kernel.testing.desk import Desk

from ..sample import live


def test_live_cases_are_worked_on_by_those_on_duty(desk: Desk) -> None:
    accounts.enter()
    today = timezone.localdate()
    gone = desk.person("duty", "B01000").duties.get(programme="dispatch", role="duty")
    Duty.objects.filter(pk=gone.pk).update(until=today, since=today - timedelta(days=200))
    live(Random(112), timezone.now())
    theirs = Case.objects.open().filter(programme="dispatch", holder=desk.unit("B01000"))
    states = set(theirs.values_list("state", flat=True))
    assert {"notified", "handling", "done"} <= states
