"""A past day played again through the front door, its times compressed, for a board to be watched.

Nothing here writes rows: cases are opened and moved by the desk, as by the people whose duty it is.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from yankao.kernel.cases.errors import CaseError
from yankao.kernel.cases.models import Case
from yankao.kernel.exchange.mapping import Mapping
from yankao.kernel.exchange.reader import Reader
from yankao.kernel.exchange.records import Rejected, read
from yankao.kernel.people.models import Duty, Person, Unit
from yankao.kernel.programmes import desk, registry
from yankao.kernel.programmes.history import History, Step
from yankao.kernel.values.taipei import day_of

from .counting import Findings
from .lookup import Lookup
from .observed import Observed
from .past import Past


class Voice(Protocol):
    """What a programme says when it is asked: its intake's data, and what each action asks."""

    def opening(self, case: Case, description: str) -> dict[str, Any]: ...

    def answer(self, action: str, case: Case, unit: Unit | None) -> tuple[dict[str, Any], Any]: ...


@dataclass(frozen=True)
class Scene:
    """At this moment of the past: a case appears, or is seen in a new state."""

    at: datetime
    number: str
    told: History
    step: Step | None = None


def scenes(path: Path, mapping: Mapping, observed: Observed, day: date, limit: int) -> list[Scene]:
    """What happened on that day, in order; the cases opened on it and their later states."""
    past = Past(mapping, registry.get(mapping.programme), Lookup.of(mapping))
    found: list[Scene] = []
    every = histories(path, mapping, past, observed, day)
    for told in islice(every, limit or None):
        number = told.detail.source_number  # type: ignore[attr-defined]
        found.append(Scene(told.case.opened_at, number, told))
        found += [Scene(s.at, number, told, s) for s in told.steps if day_of(s.at) == day]
    return sorted(found, key=lambda scene: (scene.at, scene.step is not None))


def histories(
    path: Path, mapping: Mapping, past: Past, observed: Observed, day: date
) -> Iterator[History]:
    for line, row in Reader(path):
        try:
            record = read(mapping, line, row)
            if day_of(record.moments["opened_at"]) == day:
                yield past.of(record, observed.of(record.number), Findings())
        except Rejected:
            continue


class Replay:
    """Plays scenes; whoever has the duty acts, and what nobody may do is counted, not forced."""

    def __init__(self, mapping: Mapping, voice: Voice) -> None:
        self.programme = registry.get(mapping.programme)
        self.mapping, self.voice = mapping, voice
        self.cases: dict[str, Case] = {}
        self.played: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        duties = Duty.objects.filter(programme=self.programme.name).select_related("person")
        self.people = list(dict.fromkeys(duty.person for duty in duties.order_by("pk")))

    def play(self, all_scenes: list[Scene], speed: float, wait: Callable[[float], None]) -> None:
        """Each scene after the time that lay between, divided by the speed."""
        before = all_scenes[0].at if all_scenes else None
        for scene in all_scenes:
            if before is not None:
                wait((scene.at - before).total_seconds() / speed)
            before = scene.at
            self.show(scene)

    def show(self, scene: Scene) -> None:
        try:
            if scene.step is None:
                self.open(scene)
            elif scene.number in self.cases:
                self.follow(self.cases[scene.number], scene.step)
        except CaseError as error:
            self.refused[str(error).splitlines()[0][:80]] += 1

    def open(self, scene: Scene) -> None:
        told = scene.told
        data = self.voice.opening(told.case, told.detail.description)  # type: ignore[attr-defined]
        by = next(person for person in self.people if desk.may_open(self.programme, person))
        self.cases[scene.number] = desk.open_case(self.programme, data, by=by)
        self.played["open"] += 1

    def follow(self, case: Case, step: Step) -> None:
        """The moves that lead from where the case is to where it was seen."""
        for action in self.way(case.state, step.state):
            case.refresh_from_db()
            person = self.whoever_may(case, action)
            if person is None:
                self.refused[f"{action}: 沒有值勤人員"] += 1
                return
            data, files = self.voice.answer(action, case, step.unit or case.holder)
            desk.act(case, action, by=person, data=data, files=files)
            self.played[action] += 1
        case.refresh_from_db()

    def way(self, here: str, there: str) -> list[str]:
        """The shortest chain of the mapping's moves between two states; none when there is none."""
        moves = [(*pair.split(">"), action) for pair, action in self.mapping.steps.items()]
        todo, seen = deque([(here, list[str]())]), {here}
        while todo:
            state, path = todo.popleft()
            if state == there:
                return path
            for before, after, action in moves:
                if before == state and after not in seen:
                    seen.add(after)
                    todo.append((after, [*path, action]))
        return []

    def whoever_may(self, case: Case, action: str) -> Person | None:
        for person in self.people:
            if action in {one.name for one in desk.available(case, person)}:
                return person
        return None
