"""Anybody presses anything at any time: the workflow's promises hold in every state reached.

FUZZ_STEPS=100 FUZZ_EXAMPLES=50 presses longer.
"""

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.db import transaction
from hypothesis import HealthCheck, Phase
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from yankao.kernel.cases.actors import Actor, Citizen, System
from yankao.kernel.cases.errors import CaseError, NotFromHere, NotYours
from yankao.kernel.cases.models import ClockRun
from yankao.kernel.cases.workflow import Action, Role
from yankao.kernel.people.models import Person, Unit
from yankao.kernel.programmes import desk as front
from yankao.kernel.programmes import registry
from yankao.kernel.testing.desk import MONDAY, Desk, photo
from yankao.kernel.testing.routes import sample_case
from yankao.kernel.timeline import timeline
from yankao.kernel.timeline.models import Entry

UNITS = ("B01000", "397230000A", "RDEC-JSC")
WORDS = "已依規定派員現勘並於六月三十日前辦理完成，敬請諒察。"
bounded = examples(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "6")),
    stateful_step_count=int(os.environ.get("FUZZ_STEPS", "25")), deadline=None, derandomize=True,
    database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck),
)  # fmt: skip


def near(rows: Any) -> list[Any]:
    """Units and people that take part, so that somebody can go on; anything else as it comes."""
    if rows.model is Unit:
        rows = rows.filter(code__in=UNITS)
    if rows.model is Person:
        rows = rows.filter(unit__code__in=UNITS)
    return list(rows[:40])


def chosen(values: list[Any], pick: int) -> Any:
    return values[pick % len(values)] if values else ""


ANSWERS: list[tuple[type[forms.Field], Callable[[Any, int], Any]]] = [
    (forms.ModelMultipleChoiceField, lambda f, n: [row.pk for row in f.queryset.all()[:2]]),
    (forms.ModelChoiceField, lambda f, n: chosen([row.pk for row in near(f.queryset)], n)),
    (forms.MultipleChoiceField, lambda f, n: [value for value, _label in f.choices]),
    (forms.ChoiceField, lambda f, n: chosen([v for v, _label in f.choices if v], n)),
    (forms.DateField, lambda f, n: (MONDAY + timedelta(days=n % 60)).date().isoformat()),
    (forms.DateTimeField, lambda f, n: MONDAY.isoformat()),
    (forms.NullBooleanField, lambda f, n: ""),
    (forms.BooleanField, lambda f, n: "on"),
    (forms.FloatField, lambda f, n: 1 + n % 5),
    (forms.IntegerField, lambda f, n: 1 + n % 5),
    (forms.EmailField, lambda f, n: "chen@example.tw"),
    (forms.Field, lambda f, n: (WORDS * 4)[: getattr(f, "max_length", None) or 60]),
]


def answer(field: forms.Field, pick: int) -> Any:
    """Something that a person might enter there."""
    return next(make(field, pick) for kind, make in ANSWERS if isinstance(field, kind))


class Pressing(RuleBasedStateMachine):
    """One case of one room, and everybody who may come near it."""

    room, desk, seen = "", None, {}  # type: ignore[var-annotated]

    def __init__(self) -> None:
        super().__init__()
        self.alone = transaction.atomic()
        self.alone.__enter__()
        self.desk.people.clear()
        self.desk.clock.move_to(MONDAY)
        self.case = sample_case(self.desk)
        self.everybody()
        Person.objects.update(phone="07-3368333")
        self.dues: dict[tuple[str, int], Any] = {}
        self.asked, self.late = 0, False
        self.visited = {self.case.state}

    def actors(self, role: Role) -> list[Actor]:
        if role.citizen:
            return [Citizen(self.case.pk), Citizen(self.case.pk + 1)]
        if role.system:
            return [System("machine")]
        return [self.desk.person(role.name, unit) for unit in UNITS]

    def everybody(self) -> list[Actor]:
        return [one for role in self.case.workflow.roles.values() for one in self.actors(role)]

    @rule(which=st.integers(0, 999), who=st.integers(0, 999), pick=st.integers(0, 99))
    def press_something(self, which: int, who: int, pick: int) -> None:
        """Mostly refused; when it is not, the role was right."""
        actions, people = list(self.case.workflow.actions.values()), self.everybody()
        self.press(actions[which % len(actions)], people[who % len(people)], pick)

    @rule(which=st.integers(0, 999), pick=st.integers(0, 99))
    def press_what_is_offered(self, which: int, pick: int) -> None:
        offers = [(a, by) for by in self.everybody() for a in front.available(self.case, by)]
        if offers:
            self.press(*offers[which % len(offers)], pick)

    @rule(picks=st.lists(st.tuples(st.integers(0, 999), st.integers(0, 99)), min_size=3,
                         max_size=6))  # fmt: skip
    def go_on(self, picks: list[tuple[int, int]]) -> None:
        """Without this hardly any case would live long enough."""
        for which, pick in picks:
            self.press_what_leads_on(which, pick)

    def press_what_leads_on(self, which: int, pick: int) -> None:
        final = set(self.case.workflow.final)
        offers = [
            (action, by) for by in self.everybody() for action in front.available(self.case, by)
            if not set(self.case.workflow.targets(action)) & final or action.leads_on
        ]  # fmt: skip
        moving = [one for one in offers if self.case.workflow.targets(one[0])] or offers
        new = [one for one in moving if set(self.case.workflow.targets(one[0])) - self.visited]
        if choice := new or moving:
            self.press(*choice[which % len(choice)], pick)

    @rule(minutes=st.sampled_from([1, 20, 45, 300, 1500]))
    def wait(self, minutes: int) -> None:
        self.desk.wait(timedelta(minutes=minutes))

    def press(self, action: Action, by: Actor, pick: int) -> None:
        before, verbs = self.case.state, self.count()
        allowed = {a.name for a in front.available(self.case, by)}
        form = front.form_for(self.case, action, by=by) if action.name in allowed else None
        fields = form.fields if form else {}
        data = {
            name: answer(field, pick) for name, field in fields.items()
            if not isinstance(field, forms.FileField) and (field.required or pick % 3)
        }  # fmt: skip
        files = {n: [photo()] for n, f in fields.items() if isinstance(f, forms.FileField)}
        try:
            with transaction.atomic():
                self.desk.do(action.name, self.case, by, data, files if "photos" in files else None)
        except CaseError as refusal:
            self.case.refresh_from_db()
            assert (self.case.state, self.count()) == (before, verbs), "a refusal changed the case"
            assert action.name in allowed or isinstance(refusal, (NotYours, NotFromHere, CaseError))
            return
        assert action.name in allowed, f"{action.name} was not offered to {by}"
        assert before in action.froms
        moves = Entry.objects.filter(subject=self.case.subject, verb=action.name)
        newest = moves.order_by("seq").last()
        assert newest and newest.role in {role.name for role in action.roles}
        assert (newest.before, newest.after) == (before, self.case.state)
        made = Entry.objects.filter(subject=self.case.subject, seq__gt=verbs)
        assert made.filter(verb=action.name).count() == 1, "one move, one entry"
        self.seen.setdefault(self.room, set()).add(self.case.state)
        self.visited.add(self.case.state)
        if action.restarts:
            self.late = self.case.late

    def count(self) -> int:
        return Entry.objects.filter(subject=self.case.subject).count()

    @invariant()
    def somebody_can_go_on(self) -> None:
        if self.case.state in self.case.workflow.final or self.asked == self.count():
            return
        self.asked = self.count()
        moving = [
            action for by in self.everybody() for action in front.available(self.case, by)
            if set(self.case.workflow.targets(action)) - {self.case.state}
        ]  # fmt: skip
        assert moving, f"nobody can leave {self.case.state}"

    @invariant()
    def clocks_are_sane(self) -> None:
        runs = list(ClockRun.objects.filter(case=self.case))
        for run in runs:
            assert run.paused_seconds >= 0
            assert run.due_at >= run.started_at or run.raw_due_at >= run.started_at
            assert run.stopped_at is None or run.stopped_at >= run.started_at
            for since, until in run.stretches():
                assert since <= until
            key = (run.name, run.round)
            assert run.due_at >= self.dues.get(key, run.due_at), f"{run.name} became due earlier"
            self.dues[key] = run.due_at
            assert run.running == self.should_run(run, runs), f"{run.name} in {self.case.state}"
        counting = {clock.name for clock in self.case.workflow.clocks if clock.counts}
        running = [run.due_at for run in runs if run.running and run.name in counting]
        assert self.case.due_at == min(running, default=None)
        assert self.case.late or not self.late, "what was late is no longer"
        self.late = self.case.late

    def should_run(self, run: ClockRun, runs: list[ClockRun]) -> bool:
        newest = max(one.round for one in runs if one.name == run.name)
        clock = next(one for one in self.case.workflow.clocks if one.name == run.name)
        stands = self.case.workflow.runs(clock, self.case.state) and not self.case.closed_at
        return run.round == newest and stands

    @invariant()
    def closed_is_closed(self) -> None:
        assert (self.case.closed_at is not None) == (self.case.state in self.case.workflow.final)

    def teardown(self) -> None:
        """Each example leaves the city as it found it."""
        broken = timeline.broken(self.case.subject)
        transaction.set_rollback(True)
        self.alone.__exit__(None, None, None)
        assert broken == []


@pytest.mark.django_db
@pytest.mark.parametrize("room", ["dispatch", "petitions"])
def test_whatever_is_pressed(
    room: str, city: None, frozen: object, tmp_path: object, settings: object
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    desk = Desk(room, frozen)  # type: ignore[arg-type]
    machine = type("Machine", (Pressing,), {"room": room, "desk": desk, "seen": {}})
    run_state_machine_as_test(machine, settings=bounded)
    states = {str(state) for state in registry.get(room).workflow.states}
    reached = machine.seen[room]  # type: ignore[attr-defined]
    assert len(reached) * 3 >= len(states), f"only {sorted(reached)} were reached"
