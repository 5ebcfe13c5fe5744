"""Plays a telephone exchange with callers and agents, so that the demo needs none."""

import logging
import signal
import sys
import time
from argparse import ArgumentParser
from datetime import datetime
from random import Random
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error, connections
from django.utils import timezone

from yankao.kernel.testing.year import worked
from yankao.kernel.values.taipei import local

from ...sample import BY_HOUR, HANDLED
from ...sample_driving import Driver
from ...sample_exchange import Simulator
from ...sample_people import agents_of, seat

logger = logging.getLogger(__name__)
TICK = 0.25
A_DAY = HANDLED[112] / 365


def rate(at: datetime) -> float:
    """Calls an hour, as in the published year."""
    here = local(at)
    return A_DAY * BY_HOUR[here.hour] / sum(BY_HOUR) * (1.1 if worked(here.date()) else 0.75)


class Command(BaseCommand):
    requires_system_checks = []
    help = "Plays a telephone exchange: callers, their patience, agents; until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--agents", type=int, default=14, help="how many agents it plays")
        parser.add_argument(
            "--times", type=float, default=1.0, help="so many times the usual calls"
        )

    def handle(self, *args: Any, agents: int, times: float, **options: Any) -> None:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        people = agents_of(agents)
        simulator = Simulator(
            Random(), lambda at: rate(at) * times, [one.username for one in people],
            prefix=f"SIM{timezone.now():%j%H%M%S}",
        )  # fmt: skip
        driver = Driver(simulator)
        seat(people)
        simulator.start(timezone.now())
        while True:
            try:
                driver.turn(timezone.now())
            except Error:  # the database is away: what was told is told again
                logger.exception("one turn failed")
                connections.close_all()
                time.sleep(1)
            time.sleep(TICK)
