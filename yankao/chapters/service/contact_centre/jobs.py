"""On the first of each month the register of staff is written, everybody as last said."""

from django.utils import timezone
from procrastinate.contrib.django import app

from .staff import register


@app.periodic(cron="10 1 * * *")
@app.task(queueing_lock="contact_centre.register_staff", name="contact_centre.register_staff")
def register_staff(timestamp: int) -> None:
    """Every night, since a first of the month may be missed; a month is written once."""
    register(timezone.localdate().replace(day=1))
