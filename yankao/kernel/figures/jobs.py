"""Every minute: what was written to is reckoned. Every night: the proof. Mornings: thresholds."""

import logging

from procrastinate.contrib.django import app

from . import alerts, registry
from .keeping import fold
from .proof import prove

logger = logging.getLogger(__name__)


class FiguresDiffer(Exception):
    """What is kept is not what the rows come to; the job ends as failed and is seen."""


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="figures.keep", name="figures.keep")
def keep(timestamp: int) -> None:
    """Days written to in the last minute; until then they are read from their rows."""
    fold()


@app.periodic(cron="10 2 * * *")
@app.task(queueing_lock="figures.prove_all", name="figures.prove_all")
def prove_all(timestamp: int) -> None:
    """Each difference is logged, any fails the job."""
    fold()
    found = [one for population in registry.populations() if not population.live
             for one in prove(population)]  # fmt: skip
    for difference in found:
        logger.error("%s", difference)
    if found:
        raise FiguresDiffer(f"{len(found)} cells differ from their rows")


@app.periodic(cron="5 8 * * *")
@app.task(queueing_lock="figures.watch", name="figures.watch")
def watch(timestamp: int) -> None:
    """Asks the owner of a figure that crossed its threshold; once, until it is back."""
    alerts.look()
