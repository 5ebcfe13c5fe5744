"""How a petition of the sample goes on once it is registered: filed, handed on, or answered."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from yankao.kernel.calendar.limits import working_days
from yankao.kernel.cases import clocks
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Effect, Move
from yankao.kernel.counter.models import Rating
from yankao.kernel.people.models import Person, Unit
from yankao.kernel.programmes.history import History, Step
from yankao.kernel.replies.models import ReplyVersion
from yankao.kernel.testing import steps
from yankao.kernel.testing.cast import Cast
from yankao.kernel.testing.year import Odds, Year, hours
from yankao.kernel.values.rows import fresh
from yankao.kernel.values.taipei import last_day

from . import limits
from .asks.proposals import CLOCK
from .asks.routing import give
from .effects import remeasured
from .models import Complexity, Petition, Proposal, petition
from .states import FINAL

COMPLEXITY = Odds({"general": 84, "complex": 14, "policy": 2})
CLOSURES = Odds({"adopted": 44, "partly": 14, "explained": 22, "answered": 18, "private": 2})
NAME = "petitions"
AGAIN = steps.setting(supplement_asked_at=None, silent=False, delivery_result="")
ENDS = {str(state) for state in FINAL}
TEXTS = tomllib.loads((Path(__file__).parent / "data" / "sample.toml").read_text())


@dataclass
class Told:
    """One petition under way: when the last thing happened, who holds it, what was written."""

    history: History
    rng: Random
    at: datetime
    registered: datetime
    unit: Unit
    officer: Person | None = None
    joinable: bool = False
    versions: list[ReplyVersion] = field(default_factory=list)

    @property
    def detail(self) -> Petition:
        found = self.history.detail
        assert isinstance(found, Petition)
        return found


class Course:
    """What happens to registered petitions, by whom and when."""

    def __init__(self, year: Year, units: Mapping[tuple[int | None, int | None], Unit]) -> None:
        self.year, self.units = year, units
        self.centre = Unit.objects.current().get(code=limits.CENTRE.value())
        self.control = Unit.objects.current().get(code="397220000A")
        self.cast = self.people()

    def people(self) -> Cast:
        posts = [("intake", self.centre, 8), ("dispatcher", self.centre, 6)]
        posts += [("approver", self.centre, 2), ("controller", self.control, 2)]
        for unit in {unit.pk: unit for unit in self.units.values()}.values():
            more = [("window", unit, 2), ("officer", unit, 5)]
            more += [("approver", unit, 2)] if unit.pk != self.centre.pk else []
            posts += more
        return Cast.of("petitions", posts, self.year.first, self.year.answered)

    def later(self, told: Told, least: float, most: float) -> datetime:
        told.at = self.year.into_office(told.rng, told.at + hours(told.rng.uniform(least, most)))
        return told.at

    def go_on(self, told: Told) -> None:
        """Filed, or assigned and handled to one of its ends."""
        roll = told.rng.random()
        if roll < 0.03:
            told.history.steps += self.filed(told)
            return
        told.history.steps += self.assigned(told)
        if roll < 0.04:
            at = self.later(told, 1, 12)
            values: dict[str, object] = {"withdrawn_how": "online"}
            told.history.steps.append(steps.citizen(at, "withdrawn", "withdraw", values=values))
        elif roll < 0.055:
            told.history.steps += self.transferred(told)
        else:
            told.history.steps += self.answered(told)

    def by(self, told: Told, role: str, state: str, action: str, **more: object) -> Step:
        """The next step, now, by somebody who has the role where it is needed."""
        home = self.centre if role in ("dispatcher", "intake") else told.unit
        who = told.officer if role == "officer" else self.cast.one(told.rng, role, home)
        return Step(told.at, state, action, by=who, role=role, **more)  # type: ignore[arg-type]

    def filed(self, told: Told) -> Iterator[Step]:
        code, ground, other = told.rng.choice(TEXTS["filings"])
        self.later(told, 0.3, 5)
        told.unit = self.centre
        values: dict[str, object] = {"file_code": code, "ground": ground}
        values |= {"competent_authority": other} if other else {}
        step = self.by(
            told, "dispatcher", "proposed", "propose_filing", values=values,
            reason="內容經檢核屬得不予處理之情形", applies=proposing(Proposal.FILING),
        )  # fmt: skip
        yield step
        self.later(told, 0.3, 7)
        yield self.by(told, "approver", "filed", "endorse", applies=endorsing)

    def assigned(self, told: Told) -> Iterator[Step]:
        """To the competent agency, sometimes to another first, then to its officer."""
        rng, right = told.rng, told.unit
        complexity = COMPLEXITY.draw(rng)
        wrong = rng.random() < 0.04
        told.unit = rng.choice(list(self.units.values())) if wrong else right
        self.later(told, 0.1, 3)
        values: dict[str, object] = {"complexity": complexity} if complexity != "general" else {}
        yield self.by(told, "dispatcher", "assigned", "assign", values=values,
                      applies=giving(told.unit), then=measure)  # fmt: skip
        if wrong:
            self.later(told, 0.5, 5)
            agreed = f"建議改分 {right}，已洽收文窗口同意"
            yield self.by(told, "window", "reassign_req", "request_reassign",
                          reason="非本機關權責事項", applies=asking(agreed))  # fmt: skip
            self.later(told, 0.2, 6)
            if right.pk != told.unit.pk and rng.random() < 0.8:
                told.unit = right
                yield self.by(told, "dispatcher", "assigned", "assign",
                              applies=giving(right), then=measure)  # fmt: skip
            else:
                yield self.by(told, "dispatcher", "assigned", "keep_owner",
                              reason="依權責規則仍屬貴機關")  # fmt: skip
        self.later(told, 0.2, 5)
        told.officer = officer = self.cast.one(rng, "officer", told.unit)
        yield self.by(told, "window", "in_progress", "accept", applies=steps.handing(officer))

    def transferred(self, told: Told) -> Iterator[Step]:
        self.later(told, 1, 8)
        to = told.rng.choice(["交通部公路局", "內政部警政署", "臺南市政府", "屏東縣政府"])
        yield self.by(told, "officer", "proposed", "propose_transfer", reason="屬其他機關權責",
                      values={"transfer_to": to}, applies=proposing(Proposal.TRANSFER))  # fmt: skip
        self.later(told, 0.5, 7)
        yield self.by(told, "approver", "transferred_out", "endorse", applies=endorsing)

    def due(self, told: Told) -> datetime:
        """When the reply is due, as the clock will say it."""
        past, case = told.history.steps, told.history.case
        began = told.registered if past[0].action == "ask_confirmation" else case.opened_at
        said = [step.values["complexity"] for step in past if "complexity" in step.values]
        setting = limits.BY_CLASS[Complexity(str(said[-1]) if said else "general")]
        return working_days(setting.value()).due(began)

    def answered(self, told: Told) -> Iterator[Step]:
        """Perhaps extended; drafted, approved, sent, delivered, closed; perhaps once more."""
        rng, due = told.rng, self.due(told)
        if rng.random() < 0.035:
            asked = told.at + (due - told.at) * rng.uniform(0.3, 0.7)
            asked = self.year.into_office(rng, asked)
            if told.at < asked < due - hours(2):
                told.at = asked
                due, asked_and_given = self.extended(told, due)
                yield from asked_and_given
        span = rng.uniform(1.05, 1.9) if rng.random() < 0.055 else rng.triangular(0.1, 0.86, 0.5)
        told.at = self.year.into_office(
            rng, max(told.at + hours(0.5), told.at + (due - told.at) * span)
        )
        yield from self.replied(told)
        if rng.random() < 0.005:
            told.at = self.year.into_office(rng, told.at + hours(rng.uniform(20, 200)))
            who = self.cast.one(rng, "controller", self.control)
            yield Step(told.at, "reopened", "reopen", by=who, role="controller",
                       reason="回復未針對陳情事項說明", applies=AGAIN)  # fmt: skip
            self.later(told, 4, 30)
            yield from self.replied(told)
        told.history.rows += told.versions
        told.history.rows += self.rated(told)

    def extended(self, told: Told, due: datetime) -> tuple[datetime, list[Step]]:
        """A later day, asked for before it is due, and endorsed."""
        until = working_days(told.rng.randrange(3, 9)).due(due - timedelta(seconds=1))
        values: dict[str, object] = {"extend_to": last_day(until)}
        values["extension_reason"] = told.rng.choice(["須會同相關單位現勘", "待廠商施作完成後回復"])
        asked = self.by(told, "officer", "proposed", "request_extension", values=values,
                        applies=proposing(Proposal.EXTENSION))  # fmt: skip
        self.later(told, 0.3, 3)
        given = self.by(told, "approver", "extended", "endorse", applies=endorsing,
                        then=prolonging(until))  # fmt: skip
        return until, [asked, given]

    def replied(self, told: Told) -> Iterator[Step]:
        rng = told.rng
        yield self.drafted(told)
        if rng.random() < 0.03:
            self.later(told, 0.2, 2)
            yield self.decided(told, "in_progress", "return_draft", approved=False)
            self.later(told, 0.3, 3)
            yield self.drafted(told)
        self.later(told, 0.1, 1.5)
        yield self.decided(told, "approved", "approve", approved=True)
        told.at += hours(rng.uniform(0.05, 0.6))
        method = told.detail.reply_method
        values: dict[str, object] = {"sent_by_method": method}
        if method == "letter":
            values["doc_number"] = f"高市府字第112{rng.randrange(10**7):07d}號"
        yield self.by(told, "officer", "replied", "send", values=values)
        arrived: dict[str, object] = {"delivery_result": "delivered"}
        told.at += hours(rng.uniform(0.1, 0.4))
        arrival = steps.setting(delivered_at=told.at)
        if method == "email":
            yield steps.system(
                NAME, told.at, "replied", "record_delivery", values=arrived, applies=arrival
            )
        else:
            yield self.by(told, "officer", "replied", "record_delivery", values=arrived,
                          applies=arrival)  # fmt: skip
        told.at += timedelta(minutes=rng.randrange(2, 12))
        yield steps.system(NAME, told.at, "closed", "close")

    def drafted(self, told: Told) -> Step:
        rng, officer = told.rng, told.officer
        assert officer is not None
        closure = CLOSURES.draw(rng)
        text, basis = rng.choice(TEXTS["answers"][closure]), rng.choice(TEXTS["basis"])
        version = fresh(ReplyVersion, {
            "number": len(told.versions) + 1, "text": text, "basis": basis,
            "author_id": officer.pk, "written_at": told.at,
        })  # fmt: skip
        told.versions.append(version)

        kept = steps.setting(reply_text=text, legal_basis=basis)
        return self.by(told, "officer", "reply_draft", "draft", values={"closure": closure},
                       applies=kept)  # fmt: skip

    def decided(self, told: Told, state: str, action: str, *, approved: bool) -> Step:
        reason = "" if approved else "請補充辦理期程"
        step, version = self.by(told, "approver", state, action, reason=reason), told.versions[-1]
        assert isinstance(step.by, Person)
        version.decided_by_id, version.decided_at = step.by.pk, told.at
        version.approved = approved
        return step

    def rated(self, told: Told) -> Iterator[Rating]:
        """One in four answers where a survey is held; over half of the mailbox is not content."""
        if not steps.suspended(self.year, told.at):
            mailbox = bool(told.history.case.sub_channel)
            scores = [14, 27, 19, 22, 18] if mailbox else [38, 34, 15, 8, 5]
            yield from steps.rated(told.rng, told.at, 0.24, scores)


def ended(history: History) -> datetime:
    """When it was first at an end."""
    return next(step.at for step in history.steps if step.state in ENDS)


def keep_start(history: History, move: Move) -> None:
    petition(history.case).clock_start_at = history.runs[CLOCK].started_at


def measure(history: History, move: Move) -> None:
    remeasured(history.runs[CLOCK], history.case)


def prolonging(until: datetime) -> Callable[[History, Move], None]:
    def prolong(history: History, move: Move) -> None:
        clocks.prolong(history.runs[CLOCK], until)

    return prolong


def giving(unit: Unit) -> Effect:
    def hand(case: Case, move: Move) -> None:
        give(case, unit, None, move)

    return hand


def asking(agreed: str) -> Effect:
    def ask(case: Case, move: Move) -> None:
        petition(case).reassign_requests += 1
        move.note["notes"] = [agreed]

    return ask


def proposing(what: Proposal) -> Effect:
    def propose(case: Case, move: Move) -> None:
        detail = petition(case)
        detail.proposal, detail.proposed_at = what, move.at
        detail.back_to = move.before
        if isinstance(move.by, Person):
            detail.proposed_by = move.by

    return propose


def endorsing(case: Case, move: Move) -> None:
    move.note["notes"] = [f"核定：{petition(case).get_proposal_display()}"]
