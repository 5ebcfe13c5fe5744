"""A typhoon day, played through the same door as a real exchange: nothing is lost."""

from datetime import datetime, timedelta
from random import Random

from django.db import connection

from yankao.kernel.figures import registry
from yankao.kernel.figures.period import Period
from yankao.kernel.ledgers.proof import prove
from yankao.kernel.testing.desk import Desk
from yankao.kernel.values.taipei import TAIPEI

from .. import floor
from ..models import CallEvent, CallRecord, LiveCall, calls
from ..sample_driving import Driver
from ..sample_exchange import Simulator
from ..sample_people import agents_of, seat

DAY = datetime(2026, 6, 15, tzinfo=TAIPEI)
SURGE = range(9, 12)


def rate(at: datetime) -> float:
    """Quiet, then far more than so few can answer."""
    return 150.0 if at.astimezone(TAIPEI).hour in SURGE else 9.0


def test_a_day_of_surge_loses_no_call_and_the_wall_agrees_with_the_ledger(desk: Desk) -> None:
    people = agents_of(4)
    simulator = Simulator(Random(5), rate, [one.username for one in people], prefix="T")
    driver = Driver(simulator)
    desk.clock.move_to(DAY)
    seat(people)
    simulator.start(DAY)
    for minute in range(1, 24 * 60, 3):
        now = DAY + timedelta(minutes=minute)
        if 600 <= minute < 609:  # the exchange cannot reach us; it plays on
            simulator.step(now)
            continue
        desk.clock.move_to(now)
        driver.turn(now)
    stored, live = CallRecord.objects.count(), LiveCall.objects.count()
    assert simulator.made > 500
    heard = CallRecord.objects.filter(exchange_id__startswith="T-").count()
    assert heard == stored and stored + live <= simulator.made
    lost = CallRecord.objects.filter(disposition="abandoned_queue").count()
    assert lost > 60, "callers gave up"
    assert CallRecord.objects.filter(handled=True, kind="").count() == 0
    told = floor.today(DAY.date())
    assert told.every == stored and told.abandoned == lost
    assert prove(calls, DAY.date()) == []
    figure = registry.get("contact_centre.handled")
    assert figure.value(Period.days(DAY.date(), DAY.date())) == told.handled
    assert CallEvent.objects.filter(late=False).count() < live * 8 + 1, "events of settled calls go"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM contact_centre_presence WHERE seat_id IS NULL")
        assert cursor.fetchone() == (0,)
