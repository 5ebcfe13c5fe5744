"""Nightly: room for the coming months, and the proof that roll-ups equal their rows."""

import logging
from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from .ledger import registry
from .partitions import coming, open_months
from .proof import fresh_days, prove

logger = logging.getLogger(__name__)
LOOK_BACK = timedelta(hours=26)


class RollupsDiffer(Exception):
    """A ledger's totals are not what its rows come to; the job ends as failed and is seen."""


@app.periodic(cron="20 3 * * *")
@app.task(queueing_lock="ledgers.keep_room", name="ledgers.keep_room")
def keep_room(timestamp: int) -> None:
    """Opens this month and the next ones, so that no writer has to at midnight."""
    for ledger in registry.values():
        open_months(ledger.model, coming(timezone.localdate()))


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="ledgers.prove_all", name="ledgers.prove_all")
def prove_all(timestamp: int) -> None:
    """Every day written to since last night; each difference is logged, any fails the job."""
    differences = [
        difference
        for ledger in registry.values()
        for day in fresh_days(ledger, LOOK_BACK)
        for difference in prove(ledger, day)
    ]
    for difference in differences:
        logger.error("%s", difference)
    if differences:
        raise RollupsDiffer(f"{len(differences)} totals differ from their rows")
