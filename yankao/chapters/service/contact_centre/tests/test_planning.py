"""The planner's day: wishes and not tries, typhoons apart, shortages told and never cut."""

from collections import Counter
from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.utils import timezone

from yankao.kernel.calendar.closures import declare_closure
from yankao.kernel.testing.desk import Desk
from yankao.kernel.values.taipei import TAIPEI, day_of, local

from .. import demand, planning
from ..formulas import Call
from ..models import Demand
from ..records import Told, settle
from ..states import Disposition, Kind

LEAD = "lead@RDEC-JSC"
PAGE = "/service/contact_centre/staffing/"
SECOND = timedelta(seconds=1)


def call(at: datetime, *, taken: bool = True, caller: str = "") -> Call:
    if not taken:
        return Call(at, at + 40 * SECOND, Disposition.ABANDONED_QUEUE, at, caller=caller)
    return Call(at, at + 190 * SECOND, Disposition.ANSWERED, at, at + 10 * SECOND,
                at + 210 * SECOND, Kind.OTHER, caller=caller)  # fmt: skip


@pytest.fixture
def weeks(desk: Desk) -> Desk:
    """Five weeks: six calls at nine on working days, three at weekends, thirty on a typhoon day."""
    today, told = day_of(timezone.now()), []
    for back in range(1, 36):
        day = today - timedelta(days=back)
        storm = back == 10
        for n in range(30 if storm else 6 if day.weekday() < 5 else 3):
            at = datetime(day.year, day.month, day.day, 9, n, tzinfo=TAIPEI)
            told.append(Told(call(at), f"{day}-{n}"))
    settle(told)
    storm_day = datetime.combine(today - timedelta(days=10), datetime.min.time(), TAIPEI)
    declare_closure(since=storm_day, until=storm_day + timedelta(days=1), reason="颱風",
                    by="test", at=storm_day - timedelta(hours=4))  # fmt: skip
    planning.catch_up(today)
    return desk


def test_the_hours_noted_are_the_effective_demand_of_the_formulas(desk: Desk) -> None:
    dice, start = Random(3), datetime(2026, 6, 1, tzinfo=TAIPEI)
    told = [
        call(start + dice.randrange(3 * 86400) * SECOND, taken=dice.random() < 0.4,
             caller=str(dice.randrange(6)) if dice.random() < 0.9 else "")
        for _n in range(250)
    ]  # fmt: skip
    settle([Told(one, f"x{n}") for n, one in enumerate(told)])
    planning.note(date(2026, 6, 1), date(2026, 6, 3))
    wished = Counter(
        (day_of(one.offered_at), local(one.offered_at).hour)
        for one in demand.effective(told, repeat_within=planning.AGAIN)
    )
    rows = Demand.objects.values_list("day", "hour", "effective")
    assert Counter({(day, hour): many for day, hour, many in rows if many}) == wished
    assert Demand.objects.count() == 72, "quiet hours are noted, too"
    assert sum(row.offered for row in Demand.objects.all()) == 250


def test_a_typhoon_day_is_learned_apart(weeks: Desk) -> None:
    known = planning.history(day_of(timezone.now()))
    assert known is not None and (known.days, known.storms) == (34, 1)
    monday = date(2026, 6, 22)
    usual = known.expected(monday, storm=False)[9]
    assert 5.5 < usual < 6.5
    assert known.expected(monday, storm=True)[9] == pytest.approx(30, rel=0.15)
    assert planning.handling_of(day_of(timezone.now())) == 200


def test_without_a_week_there_is_no_forecast(desk: Desk) -> None:
    assert planning.history(day_of(timezone.now())) is None
    desk.person("lead", "RDEC-JSC")
    assert "歷史話量不足一週" in desk.get(PAGE, by=LEAD).content.decode()


def test_more_than_the_seats_can_hold_is_said(weeks: Desk) -> None:
    weeks.person("lead", "RDEC-JSC")
    page = weeks.get(f"{PAGE}?day=2026-06-22", by=LEAD).content.decode()
    assert "預估進線" in page and "達不到目標" not in page
    page = weeks.get(f"{PAGE}?handling=3600&storm=on&day=2026-06-22", by=LEAD).content.decode()
    assert "達不到目標" in page
    found = planning.plan([500.0], 240.0)[0]
    assert found.staffing.shortage == found.staffing.needed - 33 > 0
    assert found.honest is not None and found.honest.abandoned > 0
    bad = weeks.get(f"{PAGE}?handling=1&day=2026-06-22", by=LEAD)
    assert bad.status_code == 422


def test_nights_that_were_missed_are_made_up_for(weeks: Desk) -> None:
    Demand.objects.filter(day__gte=day_of(timezone.now()) - timedelta(days=3)).delete()
    planning.catch_up(day_of(timezone.now()))
    assert Demand.objects.count() == 35 * 24
