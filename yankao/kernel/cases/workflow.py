"""A workflow as data: states, roles, actions, clocks. It can be drawn, checked and read aloud."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.calendar.limits import Limit
from yankao.kernel.values.words import Words

from .actors import Actor

if TYPE_CHECKING:
    from .models import Case

workflows: dict[str, "Workflow"] = {}


@dataclass(frozen=True)
class Role:
    """Who may do something. `at_holder`: only at the unit that holds the case; `at_involved`: at a
    unit asked to co-handle; `own`: only the case's own handler; `at_crew`: only cases given to a
    crew of one's own, as a contractor's.

    `identity` says whether the reporter may be unmasked: "normal" cases only, "always", "never".
    `confidential`: sees that a confidential case exists at all.
    """

    name: str
    label: Words
    at_holder: bool = False
    at_involved: bool = False
    own: bool = False
    at_crew: bool = False
    identity: str = "normal"
    confidential: bool = False
    citizen: bool = False
    system: bool = False
    outsider: bool = False

    @property
    def held(self) -> bool:
        """Whether officials have it as a duty."""
        return not (self.citizen or self.system or self.outsider)

    @property
    def sees_all(self) -> bool:
        narrow = self.at_holder or self.at_involved or self.own or self.at_crew
        return self.held and not narrow


REPORTER = Role("reporter", "民眾本人", citizen=True)
SYSTEM = Role("system", "系統", system=True)
OUTSIDER = Role("outsider", gettext_lazy("外部單位"), outsider=True)


@dataclass
class Move:
    """One press of one button, as effects see it."""

    action: "Action"
    by: Actor
    at: datetime
    data: dict[str, Any]
    before: str
    reason: str = ""
    role: str = ""
    client: str = ""
    form: forms.BaseForm | None = None
    note: dict[str, object] = field(default_factory=dict)
    personal: dict[str, object] = field(default_factory=dict)


Effect = Callable[["Case", Move], None]
Target = TextChoices | Callable[["Case", Move], TextChoices] | None


@dataclass(frozen=True, eq=False)
class Action:
    """A verb staff use: from which states, to which, by whom, asking what.

    `to` None stays in the state. `only_if` answers with the reason for refusing, or "".
    `occasional` may be pressed, but nobody is waited for because of it. `outdoors` may be reported
    later than it was done, by a crew without a signal; the moment it was done is kept.
    """

    name: str
    label: Words
    sources: TextChoices | Sequence[TextChoices]
    to: Target = None
    by: Role | Sequence[Role] = ()
    asks: type[forms.BaseForm] | None = None
    only_if: "Callable[[Case, Actor], str] | None" = None
    effects: Sequence[Effect] = ()
    corrects: bool = False
    returns: bool = False
    restarts: str = ""
    bulk: bool = False
    occasional: bool = False
    outdoors: bool = False
    tone: str = "primary"
    hint: Words = ""

    @cached_property
    def froms(self) -> tuple[str, ...]:
        one = isinstance(self.sources, TextChoices)
        return tuple(str(s) for s in ([self.sources] if one else self.sources))

    @property
    def leads_on(self) -> bool:
        """The usual way forward, neither a detour nor a step back."""
        usual = self.tone in ("primary", "success")
        return usual and not (self.occasional or self.corrects or self.returns)

    @property
    def roles(self) -> tuple[Role, ...]:
        return (self.by,) if isinstance(self.by, Role) else tuple(self.by)


@dataclass(frozen=True)
class Reminder:
    """Rings so long after the clock's start, or so long before its end, while it runs."""

    key: str
    effect: "Callable[[Case, str], None]"
    after: Limit | None = None
    before_minutes: int = 0


@dataclass(frozen=True, eq=False)
class Clock:
    """Runs while the case is in its states. That is the whole rule."""

    name: str
    label: Words
    limit: "Limit | Callable[[Case], Limit]"
    runs_in: Sequence[TextChoices]
    starts: "Callable[[Case, Move], datetime] | None" = None
    next_round: "Limit | Callable[[Case], Limit] | None" = None
    reminders: "Sequence[Reminder] | Callable[[], Sequence[Reminder]]" = ()
    counts: bool = True

    def limit_for(self, case: "Case", round_no: int = 1) -> Limit:
        limit = self.next_round if round_no > 1 and self.next_round else self.limit
        return limit(case) if callable(limit) else limit

    def bells(self) -> Sequence[Reminder]:
        return self.reminders() if callable(self.reminders) else self.reminders


SUCCEED = "succeed"


def holder_gone(case: "Case", by: Actor) -> str:
    gone = case.holder is not None and case.holder.today().pk != case.holder_id
    return "" if gone else _("承辦機關仍存在。")


def follow_successor(case: "Case", move: Move) -> None:
    """The unit was abolished: whoever followed it answers; nobody handed anything over."""
    if case.holder:
        before, case.holder = case.holder, case.holder.today()
        case.handler = case.crew = None
        move.note["notes"] = [f"{before} → {case.holder}"]


def succession(sources: Sequence[TextChoices], *, effects: Sequence[Effect] = ()) -> Action:
    """What a reorganisation does to an open case; no clock starts again, no hand-over counts."""
    return Action(
        SUCCEED, gettext_lazy("機關改組承接"), sources, by=SYSTEM, only_if=holder_gone,
        effects=[follow_successor, *effects], occasional=True,
    )  # fmt: skip


class Workflow:
    """States and actions of a programme; refuses at start-up what could never work.

    Open cases of every programme follow a reorganisation, in its own words or in these.
    """

    def __init__(
        self,
        states: type[TextChoices],
        *,
        start: TextChoices,
        actions: Iterable[Action],
        final: Sequence[TextChoices],
        on_entering: Mapping[TextChoices, Sequence[Effect]] | None = None,
        on_moving: Sequence[Effect] = (),
        clocks: Sequence[Clock] = (),
        roles: Sequence[Role] = (),
        tones: Mapping[TextChoices, str] | None = None,
    ) -> None:
        self.states = states
        self.start = str(start)
        self.actions = {action.name: action for action in actions}
        self.actions.setdefault(SUCCEED, succession([s for s in states if s not in final]))
        self._leaving: dict[str, list[Action]] = {}
        self.final = tuple(str(state) for state in final)
        self.on_entering = {str(k): tuple(v) for k, v in (on_entering or {}).items()}
        self.on_moving = tuple(on_moving)
        self.clocks = tuple(clocks)
        self._running = {clock.name: frozenset(map(str, clock.runs_in)) for clock in self.clocks}
        self.roles = {role.name: role for role in self._roles(roles)}
        self.tones = {str(k): v for k, v in (tones or {}).items()}

    def _roles(self, more: Sequence[Role]) -> list[Role]:
        named = [role for action in self.actions.values() for role in action.roles]
        return [*more, *named]

    def runs(self, clock: Clock, state: str) -> bool:
        return state in self._running[clock.name]

    def leaving(self, state: str) -> list[Action]:
        if state not in self._leaving:
            every = self.actions.values()
            self._leaving[state] = [action for action in every if state in action.froms]
        return self._leaving[state]

    def targets(self, action: Action) -> list[str]:
        """The states an action may lead to; none when the case stays where it is.

        A computed target may lead to any state unless it names them (`leads_to`).
        """
        if action.to is None:
            return []
        if isinstance(action.to, TextChoices):
            return [str(action.to)]
        return [str(s) for s in getattr(action.to, "targets", self.states)]

    def unreachable(self) -> set[str]:
        """States that no chain of actions from the start leads to."""
        seen, todo = {self.start}, [self.start]
        while todo:
            for action in self.leaving(todo.pop()):
                fresh = set(self.targets(action)) - seen
                seen |= fresh
                todo.extend(fresh)
        return {str(s) for s in self.states} - seen

    def stuck(self) -> set[str]:
        """States that are not final and that no action leaves."""
        moved = {s for a in self.actions.values() for s in a.froms if set(self.targets(a)) - {s}}
        return {str(s) for s in self.states} - moved - set(self.final)


def stamp(name: str) -> Effect:
    """An effect that writes the moment of the move into a field of the detail."""

    def write(case: "Case", move: Move) -> None:
        detail = getattr(case, case.programme)
        setattr(detail, name, move.at)
        detail.save(update_fields=[name])
        move.note[name] = move.at.isoformat()

    write.__name__ = f"stamp_{name}"
    write.stamps = name  # type: ignore[attr-defined]
    return write


def leads_to(
    *targets: TextChoices,
) -> Callable[[Callable[..., TextChoices]], Callable[..., TextChoices]]:
    """Names the states a computed target may answer with, so that checks can follow it."""

    def mark(function: Callable[..., TextChoices]) -> Callable[..., TextChoices]:
        function.targets = targets  # type: ignore[attr-defined]
        return function

    return mark
