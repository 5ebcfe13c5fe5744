"""Nightly: the hours of yesterday for the planner, and on a first the month's register of staff."""

from django.utils import timezone
from procrastinate.contrib.django import app

from .intake import forget
from .planning import catch_up
from .staff import register


@app.periodic(cron="10 1 * * *")
@app.task(queueing_lock="contact_centre.register_staff", name="contact_centre.register_staff")
def register_staff(timestamp: int) -> None:
    """Every night, since a first of the month may be missed; a month is written once."""
    register(timezone.localdate().replace(day=1))


@app.periodic(cron="20 1 * * *")
@app.task(queueing_lock="contact_centre.note_demand", name="contact_centre.note_demand")
def note_demand(timestamp: int) -> None:
    """What yesterday brought, hour by hour; nights that were missed are made up for."""
    catch_up(timezone.localdate())
    forget(timezone.now())
