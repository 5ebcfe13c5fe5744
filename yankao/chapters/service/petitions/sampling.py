"""Which closed petitions are read again each month: a share of every agency, by channel."""

import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from math import ceil

from yankao.kernel.cases.models import Case

from . import limits
from .states import State


def size(closed: int) -> int:
    """The share, at least the minimum, all if there are fewer."""
    share = ceil(closed * limits.SAMPLE_PERCENT.value() / 100)
    return min(closed, max(share, limits.SAMPLE_LEAST.value()))


def shares(strata: dict[str, int], wanted: int) -> dict[str, int]:
    """How many of each channel: in proportion, the largest remainders first."""
    total = sum(strata.values())
    exact = {name: wanted * count / total for name, count in strata.items()}
    given = {name: int(share) for name, share in exact.items()}
    rest = sorted(exact, key=lambda name: (given[name] - exact[name], name))
    for name in rest[: wanted - sum(given.values())]:
        given[name] += 1
    return given


def draw(cases: Sequence[Case], seed: str) -> list[Case]:
    """The sample of one agency's month; the same seed draws the same cases."""
    by_channel: dict[str, list[Case]] = defaultdict(list)
    for case in sorted(cases, key=lambda one: one.number):
        by_channel[case.channel].append(case)
    if not cases:
        return []
    dice = random.Random(seed)
    wanted = shares({name: len(rows) for name, rows in by_channel.items()}, size(len(cases)))
    return [one for name in sorted(wanted) for one in dice.sample(by_channel[name], wanted[name])]


def samples(since: datetime, until: datetime) -> dict[str, list[Case]]:
    """For each agency, what is to be read again of what it closed in that span."""
    rows = Case.objects.filter(
        programme="petitions", state=State.CLOSED, closed_at__gte=since, closed_at__lt=until
    ).exclude(holder=None)  # fmt: skip
    by_agency: dict[str, list[Case]] = defaultdict(list)
    for case in rows.select_related("holder"):
        by_agency[case.holder.code if case.holder else ""].append(case)
    return {code: draw(cases, f"{code}:{since:%Y%m}") for code, cases in by_agency.items()}
