"""How many agents a stretch of calls needs: Erlang C, and Erlang A beside it.

Erlang C lets nobody hang up and so asks for too many when it is crowded; Erlang A lets callers lose
patience. Times are seconds, rates are calls an hour, shares lie between 0 and 1.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, exp, expm1, inf, log

HOUR = 3600
STEPS = 2000
FAINT = 40.0  # e^-40 of the greatest value no longer counts


class Unstable(ValueError):
    """No more agents than work: without anybody hanging up the queue grows for ever."""


@dataclass(frozen=True)
class Work:
    """Calls an hour, and the seconds each takes an agent: talk, hold and wrap-up."""

    per_hour: float
    handling: float

    def __post_init__(self) -> None:
        if not 0 <= self.per_hour < inf or not 0 < self.handling < inf:
            raise ValueError(f"no such work: {self.per_hour} calls an hour of {self.handling} s")

    @property
    def load(self) -> float:
        """Erlangs: how many agents are busy on average."""
        return self.per_hour * self.handling / HOUR


@dataclass(frozen=True)
class Outlook:
    """What callers meet: answered in time, mean wait in seconds, how busy agents are, who left."""

    service_level: float
    mean_wait: float
    occupancy: float
    abandoned: float = 0.0


@dataclass(frozen=True)
class Aims:
    """What a stretch must reach; the values are settings of the day."""

    within: int
    service_level: float
    occupancy: float
    shrinkage: float
    seats: int

    @property
    def service_level_percent(self) -> int:
        return round(self.service_level * 100)

    @property
    def occupancy_percent(self) -> int:
        return round(self.occupancy * 100)

    def __post_init__(self) -> None:
        if not 0 <= self.service_level < 1 or not 0 < self.occupancy <= 1:
            raise ValueError("a service level lies under 1, an occupancy above 0 and up to 1")
        if not 0 <= self.shrinkage < 1:
            raise ValueError("a shrinkage lies under 1")


@dataclass(frozen=True)
class Staffing:
    """Agents needed at once, people on the roster for it, and how many have no seat."""

    needed: int
    scheduled: int
    shortage: int
    outlook: Outlook | None


def blocking(load: float, agents: int) -> float:
    """Erlang B by its recursion: the share of calls that would find all agents busy and go."""
    blocked = 1.0
    for one in range(1, agents + 1):
        blocked = load * blocked / (one + load * blocked)
    return blocked


def erlang_c(work: Work, agents: int, within: int) -> Outlook:
    """With so many agents, when nobody ever hangs up; Unstable unless they exceed the load."""
    load = work.load
    if agents <= load:
        raise Unstable(f"{agents} agents for {load:.2f} erlangs")
    blocked, spare = blocking(load, agents), agents - load
    waits = blocked / (1 - load / agents * (1 - blocked))
    level = 1 - waits * exp(-spare * within / work.handling)
    return Outlook(level, waits * work.handling / spare, load / agents)


def erlang_a(work: Work, agents: int, within: int, *, patience: float) -> Outlook:
    """With callers who wait `patience` seconds on average; in time means served, of all offered.

    After the wait an unendingly patient caller would meet (Zeltyn and Mandelbaum, 2005).
    """
    if agents < 1 or not 0 < patience < inf:
        raise ValueError(f"{agents} agents, {patience} s of patience")
    arrivals, rate, left = work.per_hour / HOUR, agents / work.handling, 1 / patience
    if not arrivals:
        return Outlook(1.0, 0.0, 0.0)

    def exponent(wait: float) -> float:
        return -arrivals * patience * expm1(-left * wait) - rate * wait

    # The exponent is concave: it rises only where more call than are served, up to that moment.
    peak = max(0.0, exponent(-patience * log(rate / arrivals)) if rate < arrivals else 0.0)
    end = work.handling / agents
    while exponent(end) > peak - FAINT:
        end *= 2

    def density(wait: float) -> float:
        return exp(exponent(wait) - peak)

    free = exp(-peak) / blocking(work.load, agents - 1)
    whole = integral(density, end)
    base = free + arrivals * whole
    soon = integral(lambda wait: density(wait) * exp(-left * wait), min(within, end))
    abandoned = (exp(-peak) + (arrivals - rate) * whole) / base
    level = (free + arrivals * soon) / base
    served = work.load * (1 - abandoned) / agents
    return Outlook(level, abandoned * patience, served, abandoned)


def integral(of: Callable[[float], float], until: float) -> float:
    """From nought, by Simpson's rule."""
    step = until / STEPS
    inner = sum((4 if n % 2 else 2) * of(n * step) for n in range(1, STEPS))
    return (of(0) + inner + of(until)) * step / 3


def staffing(work: Work, aims: Aims) -> Staffing:
    """The fewest agents that reach the aims by Erlang C. What the seats lack is told, not cut."""
    if not work.per_hour:
        return Staffing(0, 0, 0, None)
    agents = max(1, ceil(work.load / aims.occupancy - 1e-9))
    if agents <= work.load:
        agents = int(work.load) + 1
    outlook = erlang_c(work, agents, aims.within)
    while outlook.service_level < aims.service_level:
        agents += 1
        outlook = erlang_c(work, agents, aims.within)
    scheduled = ceil(agents / (1 - aims.shrinkage) - 1e-9)
    return Staffing(agents, scheduled, max(0, agents - aims.seats), outlook)
