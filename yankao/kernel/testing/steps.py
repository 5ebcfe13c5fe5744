"""Steps that no official makes, and what citizens think of it all afterwards."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from random import Random

from yankao.kernel.cases.actors import Citizen, System
from yankao.kernel.cases.forms import detail_of
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import REPORTER, SYSTEM, Effect, Move
from yankao.kernel.counter.limits import SURVEY_SUSPENDED
from yankao.kernel.counter.models import Rating
from yankao.kernel.people.models import Person
from yankao.kernel.policy.models import Value
from yankao.kernel.programmes.history import History, Step
from yankao.kernel.values.taipei import local

from .year import Year, hours

NO_SURVEY = ((3, 1), (7, 1))  # between these days nobody was asked (handbook 5-6 §1, P11)


def system(programme: str, at: datetime, state: str, action: str, **more: object) -> Step:
    by = System(programme)
    return Step(at, state, action, by=by, role=SYSTEM.name, **more)  # type: ignore[arg-type]


def citizen(at: datetime, state: str, action: str, **more: object) -> Step:
    return Step(at, state, action, by=Citizen(), role=REPORTER.name, **more)  # type: ignore[arg-type]


def joining(main: History, words: str = "") -> Effect:
    """The case goes into another of its day, whose key is known by then."""

    def join(case: Case, move: Move) -> None:
        case.parent_id = main.case.pk
        if words:
            move.note["notes"] = [words.format(number=main.case.number)]

    return join


def handing(officer: Person) -> Effect:
    def hand(case: Case, move: Move) -> None:
        case.handler = officer

    return hand


def setting(**values: object) -> Effect:
    """Facts of the detail that a form keeps apart from its own fields."""

    def keep(case: Case, move: Move) -> None:
        for name, value in values.items():
            setattr(detail_of(case), name, value)

    return keep


def rated(rng: Random, at: datetime, share: float, scores: Sequence[float]) -> Iterator[Rating]:
    """So many of those who are asked answer, within the week; scores from 5 down to 1."""
    if rng.random() < share:
        score = rng.choices([5, 4, 3, 2, 1], scores)[0]
        yield Rating(score=score, at=at + hours(rng.uniform(1, 160)))


def suspend(year: Year, programme: str) -> None:
    """For some months nobody was asked: no rows, which is not a bad rating."""
    start, end = (date(year.first.year, *day) for day in NO_SURVEY)
    name = SURVEY_SUSPENDED.name
    if not Value.objects.filter(name=name, since__range=(year.first, year.last)).exists():
        for since, value in ((start, [programme]), (end, [])):
            Value.objects.create(name=name, value=value, since=since, reason="樣本資料")


def suspended(year: Year, at: datetime) -> bool:
    start, end = (date(year.first.year, *day) for day in NO_SURVEY)
    return start <= local(at).date() < end
