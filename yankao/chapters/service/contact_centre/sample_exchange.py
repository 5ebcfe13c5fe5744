"""A telephone exchange that never was: callers, patience, agents; for the demo and for tests.

Pure: it knows moments and names, no database and no clock of its own. `step` lets happen what was
due by a moment and answers with what an exchange would have told.
"""

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random

from .intake import Event
from .models import EventKind
from .states import Kind

E = EventKind
Rate = Callable[[datetime], float]  # calls an hour
HOUR = 3600.0
KINDS = {Kind.CONSULT: 33.48, Kind.RECORD: 39.95, Kind.OTHER: 26.57}  # handbook 5-6 §27
TALKS = {Kind.CONSULT: 165.0, Kind.RECORD: 235.0, Kind.OTHER: 48.0}
WRAPS = {Kind.CONSULT: 28.0, Kind.RECORD: 85.0, Kind.OTHER: 8.0}
IVR, RING = 6.0, 3.0
HIDDEN, SURVEYED = 0.04, 0.12


@dataclass(frozen=True)
class Wrapped:
    """One of the simulated agents says what a call was for."""

    call: str
    agent: str
    at: datetime
    kind: Kind


@dataclass
class Line:
    """A caller on the line."""

    call: str
    kind: Kind
    queued_at: datetime | None = None
    agent: str = ""
    human: bool = False
    left: bool = False


@dataclass
class Simulator:
    """`own` are the agents it plays itself; others take calls when they say they are ready."""

    dice: Random
    rate: Rate
    own: Sequence[str]
    patience: float = 120.0
    prefix: str = "SIM"
    lines: dict[str, Line] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    idle: list[str] = field(default_factory=list)
    wrapped: list[Wrapped] = field(default_factory=list)
    agenda: list[tuple[datetime, int, str, str]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=count)
    made: int = 0

    def start(self, at: datetime) -> None:
        self.idle = list(self.own)
        self.plan(at, "call", "")

    def plan(self, at: datetime, what: str, call: str) -> None:
        heapq.heappush(self.agenda, (at, next(self.order), what, call))

    def later(self, at: datetime, mean: float) -> datetime:
        return at + timedelta(seconds=self.dice.expovariate(1 / mean))

    def step(self, now: datetime, ready: Sequence[str] = ()) -> list[Event]:
        """All that was due by now, in order; `ready` are other agents who wait for a call."""
        told = list[Event]()
        while self.agenda and self.agenda[0][0] <= now:
            at, _place, what, call = heapq.heappop(self.agenda)
            told += getattr(self, f"on_{what}")(at, call)
            told += self.route(at, ready)
        return told + self.route(now, ready)

    def on_call(self, at: datetime, _call: str) -> list[Event]:
        """A call comes in, and the next one is thought of."""
        self.made += 1
        name = f"{self.prefix}-{at:%y%m%d%H%M%S}-{self.made}"
        kind = self.dice.choices(list(KINDS), list(KINDS.values()))[0]
        self.lines[name] = Line(name, kind)
        self.plan(at + timedelta(seconds=IVR), "menu", name)
        self.plan(self.later(at, HOUR / max(self.rate(at), 0.01)), "call", "")
        hidden = self.dice.random() < HIDDEN
        number = "anonymous" if hidden else f"09{self.dice.randrange(10**8):08}"
        return [Event(name, E.OFFERED, at, {"number": number, "queue": "1999"})]

    def on_menu(self, at: datetime, call: str) -> list[Event]:
        if self.dice.random() < 0.03:
            return [self.end(at, call)]
        self.lines[call].queued_at = at
        self.waiting.append(call)
        self.plan(self.later(at, self.patience), "patience", call)
        return [Event(call, E.QUEUED, at, {"queue": "1999"})]

    def on_patience(self, at: datetime, call: str) -> list[Event]:
        """Whoever still waits hangs up."""
        if call not in self.waiting:
            return []
        self.waiting.remove(call)
        return [self.end(at, call)]

    def route(self, at: datetime, ready: Sequence[str]) -> list[Event]:
        """The longest waiting caller to a person, else to one of its own."""
        told = list[Event]()
        busy = {line.agent for line in self.lines.values() if line.agent}
        free = [name for name in ready if name not in busy]
        while self.waiting and (free or self.idle):
            human = bool(free)
            agent = free.pop(0) if human else self.idle.pop(0)
            line = self.lines[self.waiting.pop(0)]
            line.agent, line.human = agent, human
            self.plan(at + timedelta(seconds=RING), "answer", line.call)
            told.append(Event(line.call, E.RINGING, at, {"agent": agent}))
        return told

    def on_answer(self, at: datetime, call: str) -> list[Event]:
        if call not in self.lines:
            return []
        line = self.lines[call]
        self.plan(self.later(at + timedelta(seconds=12), TALKS[line.kind]), "done", call)
        told = {"agent": line.agent, "recording": f"rec/{call}.opus"}
        return [Event(call, E.ANSWERED, at, told)]

    def on_done(self, at: datetime, call: str) -> list[Event]:
        """The agent's part is over; some callers stay for the survey."""
        line = self.lines.get(call)
        if line is None or line.left:
            return []
        line.left = True
        told = [Event(call, E.LEFT, at, {"agent": line.agent})]
        if self.dice.random() < SURVEYED:
            score = self.dice.choices([5, 4, 3, 2, 1], [78, 19, 1.5, 0.8, 0.7])[0]
            told.append(Event(call, E.SURVEYED, at + timedelta(seconds=8), {"score": score}))
            at += timedelta(seconds=9)
        self.wrap(at, line)
        return [*told, self.end(at, call)]

    def wrap(self, at: datetime, line: Line) -> None:
        if line.human:
            return
        done = self.later(at, WRAPS[line.kind])
        self.plan(done, "wrapped", line.agent)
        self.wrapped.append(Wrapped(line.call, line.agent, done, line.kind))

    def on_wrapped(self, at: datetime, agent: str) -> list[Event]:
        self.idle.append(agent)
        return []

    def end(self, at: datetime, call: str) -> Event:
        self.lines.pop(call, None)
        return Event(call, E.ENDED, at)

    def due(self, now: datetime) -> list[Wrapped]:
        """What its own agents have said of their calls by now."""
        found = [one for one in self.wrapped if one.at <= now]
        self.wrapped = [one for one in self.wrapped if one.at > now]
        return found

    def obey(self, at: datetime, call: str, what: str, to: str = "") -> list[Event] | None:
        """Does what an agent wants; None when there is no such call any more."""
        line = self.lines.get(call)
        if line is None or not line.agent:
            return None
        if what == "hold":
            return [Event(call, E.HELD, at)]
        if what == "resume":
            return [Event(call, E.RESUMED, at)]
        told = [Event(call, E.TRANSFERRED, at, {"to": to})] if what == "transfer" else []
        return [*told, *self.on_done(at, call)]
