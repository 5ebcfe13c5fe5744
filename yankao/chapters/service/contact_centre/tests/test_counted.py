"""The room's figures are the formulas of the handbook over the same calls."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from yankao.kernel.cases.models import Category
from yankao.kernel.figures import registry
from yankao.kernel.figures.figure import Figure
from yankao.kernel.figures.keeping import fold
from yankao.kernel.figures.period import Period
from yankao.kernel.figures.proof import prove
from yankao.kernel.ledgers.proof import prove as prove_ledger
from yankao.kernel.people.models import Person
from yankao.kernel.testing.desk import Desk
from yankao.kernel.values.taipei import TAIPEI, day_of

from .. import formulas
from ..formulas import Call
from ..models import calls as ledger
from ..records import Told, settle
from ..states import Disposition, Kind

SECOND = timedelta(seconds=1)
YEAR = Period.roc_year(112)
HANDLED = [Disposition.ANSWERED] * 6 + [Disposition.TRANSFERRED, Disposition.CALLBACK]
LOST = [Disposition.ABANDONED_QUEUE, Disposition.ABANDONED_SHORT, Disposition.ABANDONED_IVR,
        Disposition.BLOCKED]  # fmt: skip


def one(dice: Random, topics: list[Category]) -> Call:
    at = datetime(2023, dice.randint(1, 12), dice.randint(1, 28), dice.randint(0, 23),
                  dice.randint(0, 59), dice.randint(0, 59), tzinfo=TAIPEI)  # fmt: skip
    if dice.random() < 0.3:
        end = dice.choice(LOST)
        return Call(at, at + dice.randint(1, 200) * SECOND, end, queued_at=at)
    answered = at + dice.randint(1, 60) * SECOND
    ended = answered + dice.randint(5, 600) * SECOND
    kind, how = dice.choice(list(Kind)), dice.choice(HANDLED)
    return Call(
        at, ended, how, at, answered, ended + dice.randint(0, 90) * SECOND, kind,
        topic=str(dice.choice(topics).pk), caller=str(dice.randint(1, 30)).zfill(3),
        answered_online=dice.random() < 0.8, score=dice.choice([None, None, 1, 3, 4, 5]),
    )  # fmt: skip


@pytest.fixture
def told(city: None) -> list[Call]:
    dice = Random(7)
    topics = list(Category.objects.filter(programme="contact_centre")[:3])
    found = [one(dice, topics) for _n in range(300)]
    rows = [Told(call, f"x{n}", topic_id=int(call.topic) if call.topic else None)
            for n, call in enumerate(found)]  # fmt: skip
    assert settle(rows) == 300 and settle(rows) == 0, "told twice, stored once"
    return found


def figure(name: str) -> Figure:
    return registry.get(f"contact_centre.{name}")


def value(name: str) -> Decimal | None:
    return figure(name).value(YEAR)


def close(left: Decimal | None, right: Decimal | None) -> bool:
    assert left is not None and right is not None
    return abs(left - right) < Decimal("1e-9")


def test_figures_are_the_formulas_before_and_after_sums_are_kept(told: list[Call]) -> None:
    for _round in range(2):
        assert value("handled") == len(formulas.handled(told))
        assert value("offered") == len(formulas.offered(told))
        shares = formulas.shares(told)
        for name, kind in [("consulted", "consult"), ("recorded", "record"), ("other", "other")]:
            assert close(value(name), shares[Kind(kind)])
        assert close(value("service_level"), formulas.service_level(told, 20).value)
        assert close(value("abandoned"), formulas.abandonment(told))
        assert close(value("handling"), formulas.handling_seconds(told))
        assert close(value("immediate"), formulas.immediate_reply(told))
        assert close(value("satisfied"), formulas.satisfaction(told, least=4))
        assert close(value("satisfaction"), formulas.mean_of_months(told, least=4))
        assert close(value("resolved"), formulas.first_call_resolution(told, days=7))
        fold()
    populations = {id(f.rows): f.rows for f in registry.of("contact_centre")
                   if f.rows is not None and not f.live}  # fmt: skip
    assert [found for each in populations.values() for found in prove(each)] == []
    assert prove_ledger(ledger, day_of(told[0].offered_at)) == []


def test_the_shares_add_up_and_a_mean_of_months_is_no_pooled_rate(told: list[Call]) -> None:
    shares = [value(name) or Decimal(0) for name in ("consulted", "recorded", "other")]
    assert close(sum(shares, Decimal(0)), Decimal(100))
    assert value("satisfaction") != value("satisfied")
    months = figure("satisfaction").series(YEAR, "month")
    assert [p.value for p in months] == [p.value for p in figure("satisfied").series(YEAR, "month")]
    years = figure("satisfaction").series(YEAR, "year")
    assert [p.value for p in years] == [value("satisfaction")]


def test_agents_see_their_own_calls_leads_all_and_editors_none(
    desk: Desk, told: list[Call]
) -> None:
    agent, lead = desk.person("agent", "RDEC-JSC"), desk.person("lead", "RDEC-JSC")
    editor = desk.person("editor", "A04000")
    mine = Call(datetime(2023, 5, 5, 9, tzinfo=TAIPEI), datetime(2023, 5, 5, 9, 5, tzinfo=TAIPEI),
                Disposition.ANSWERED, None, datetime(2023, 5, 5, 9, 0, 5, tzinfo=TAIPEI),
                kind=Kind.OTHER)  # fmt: skip
    settle([Told(mine, "mine", agent_id=agent.pk)])
    handled = figure("handled")
    assert handled.visible_rows(agent, YEAR).count() == 1
    assert handled.withheld(agent, YEAR) == handled.value(YEAR) - 1
    assert handled.withheld(lead, YEAR) == 0
    assert handled.visible_rows(editor, YEAR).count() == 0
    page = desk.get("/figures/contact_centre.handled/rows/?period=112", by="agent@RDEC-JSC")
    assert re.findall(r"/calls/\d+-\d+/\">(\w+)<", page.content.decode()) == ["mine"]


def test_staff_seats_and_disability_have_a_past_of_their_own(city: None) -> None:
    from ..models import StaffMonth

    people = [Person.objects.create_user(f"p{n}", "x", name=f"人{n}") for n in range(10)]
    for month in range(1, 13):
        at = datetime(2023, month, 1, tzinfo=TAIPEI)
        StaffMonth.objects.bulk_create(
            StaffMonth(month=at, person=person, disabled=n < 2) for n, person in enumerate(people)
        )
    assert (value("staff"), value("disabled"), value("seats")) == (10, 20, 33)
