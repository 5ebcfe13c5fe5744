"""A year of petitions that might have been: from whom, about what, and how each was answered."""

from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random

from yankao.kernel.cases.actors import Actor, Citizen, System
from yankao.kernel.cases.models import Case, Category, JurisdictionRule
from yankao.kernel.cases.workflow import Move
from yankao.kernel.geo.models import District
from yankao.kernel.programmes import registry
from yankao.kernel.programmes.history import History, Step
from yankao.kernel.programmes.lots import Lot
from yankao.kernel.testing import steps
from yankao.kernel.testing.cast import contact
from yankao.kernel.testing.samples import Plan
from yankao.kernel.testing.year import Odds, Year, hours, worked
from yankao.kernel.values.rows import fresh
from yankao.kernel.values.taipei import end_of, midnight

from . import limits
from .models import Petition
from .opening import INHERITED
from .past_course import NAME, TEXTS, Course, Told, ended, keep_start

PUBLISHED = {112: 202_880}  # registered in the year; handbook 5-6 §27
NEVER_CONFIRMED, ON_NEW_YEARS_DAY = 0.022, 0.0004
BY_MONTH = [0.9, 0.88, 1.06, 0.98, 1.04, 1.05, 1.02, 1.06, 1.0, 1.0, 1.0, 1.01]
BY_HOUR = [3, 2, 1, 1, 1, 1, 2, 4, 9, 13, 14, 12, 8, 9, 12, 12, 11, 9, 7, 7, 8, 8, 7, 5]
CHANNELS = Odds({"web": 58, "phone": 30, "paper": 6, "counter": 4, "fax": 2})
KINDS = Odds({"administrative_interest": 56, "improvement": 25, "law_query": 12, "misconduct": 7})
LETTERS = Odds({code: share for code, (share, *_texts) in TEXTS["letters"].items()})


class Past:
    """The year's petitions. What many share is asked once."""

    def __init__(self, year: Year) -> None:
        self.year = year
        total = year.published(PUBLISHED)
        self.counted = year.spread(total, self.weight)
        self.void = year.spread(round(total * NEVER_CONFIRMED), self.weight)
        self.beyond = {year.last: round(total * ON_NEW_YEARS_DAY)}
        self.categories = {r.code: r for r in Category.objects.filter(programme="petitions")}
        self.districts = Odds({row: row.population for row in District.objects.order_by("code")})
        rules = JurisdictionRule.objects.filter(programme="petitions", until=None)
        rows = rules.exclude(category=None).select_related("unit")
        self.units = {(row.category_id, row.district_id): row.unit for row in rows}
        self.course = Course(year, self.units)
        self.centre, self.cast = self.course.centre, self.course.cast
        steps.suspend(year, NAME)

    def plan(self) -> Plan:
        counts = {
            day: self.counted[day] + self.void[day] + self.beyond.get(day, 0)
            for day in self.year.days
        }
        return Plan(registry.get("petitions"), counts, self.of)

    def weight(self, day: date) -> float:
        storm = {1: 1.5, 2: 1.4, 3: 1.3}.get(self.year.after_storm(day), 1.0)
        return BY_MONTH[day.month - 1] * (1.0 if worked(day) else 0.42) * storm

    @cached_property
    def end(self) -> datetime:
        return end_of(self.year.last)

    def of(self, lot: Lot) -> list[History]:
        """The day's letters and calls in order of time."""
        dice, day = self.year.dice("petitions", lot.day), lot.day
        kinds = ["void"] * self.void[day] + ["beyond"] * self.beyond.get(day, 0)
        kinds += [""] * (len(lot.numbers) - len(kinds))
        dice.shuffle(kinds)
        moments = self.year.moments(dice, day, BY_HOUR, len(kinds))
        open_ones: list[Told] = []
        return [
            self.ended(dice, at, kind, open_ones) for at, kind in zip(moments, kinds, strict=True)
        ]

    def ended(self, rng: Random, at: datetime, kind: str, open_ones: list[Told]) -> History:
        """One that is over, with its rating; of a year that runs, the slow ones are not told."""
        told = self.one(rng, at, kind, open_ones)
        while self.year.today and not self.over(told):
            told = self.one(rng, at, kind, open_ones)
        if told.joinable:
            open_ones.append(told)
        return told.history

    def over(self, told: Told) -> bool:
        """By a week ago, so that whoever rates it has done so."""
        assert self.year.today
        return told.history.steps[-1].at < midnight(self.year.today - timedelta(days=7))

    def one(self, rng: Random, at: datetime, kind: str, open_ones: list[Told]) -> Told:
        """A letter: a part of another, one of several about the same, or of its own."""
        if not kind and open_ones and rng.random() < 0.03:
            main = rng.choice(open_ones[-12:])
            part = self.split(rng, at, main) if rng.random() < 0.35 else None
            if part:
                return part
            joined = self.joined(rng, at, main)
            if joined:
                return joined
        told = self.received(rng, at, kind)
        if kind == "void":
            gone = at + hours(limits.CONFIRM_HOURS.value() + rng.uniform(0.02, 0.16))
            asked = steps.system(NAME, at, "await_confirm", "ask_confirmation")
            told.history.steps += [asked, steps.system(NAME, gone, "void", "expire")]
            return told
        self.registered(told, kind)
        self.course.go_on(told)
        told.joinable = True
        return told

    def received(self, rng: Random, at: datetime, kind: str) -> Told:
        """What was written or said, by whom, and the system's first step."""
        channel = "web" if kind else CHANNELS.draw(rng)
        if channel in ("paper", "fax") and self.year.into_office(rng, at + hours(1)) >= self.end:
            channel = "phone"
        code, district = LETTERS.draw(rng), self.districts.draw(rng)
        mailbox = "市長信箱" if channel == "web" else ""
        about, holder = self.categories[code], self.centre
        case = fresh(Case, {
            "opened_at": at, "channel": channel, "sub_channel": mailbox,
            "category_id": about.pk, "district_id": district.pk, "holder_id": holder.pk,
        }, category=about, district=district, holder=holder)  # fmt: skip
        by: Actor = self.cast.one(rng, "intake", self.centre) if channel != "web" else Citizen()
        history = History(
            case, written(rng, code, channel), [], by, salt=f"{rng.getrandbits(128):032x}"
        )
        history.contact = contact(rng, channel)
        found = self.units.get((about.pk, None)) or self.units[about.pk, district.pk]
        return Told(history, rng, at, at, found)

    def registered(self, told: Told, kind: str) -> None:
        """A letter from the web is confirmed, a call is checked at once, paper waits."""
        rng, at, done = told.rng, told.at, told.history.steps
        channel = told.history.case.channel
        if channel == "web":
            done.append(steps.system(NAME, at, "await_confirm", "ask_confirmation"))
            waits = at + hours(rng.triangular(0.02, 40, 0.4))
            if kind == "beyond":
                waits = self.end + hours(rng.uniform(1, 9))
            elif waits >= self.end:
                waits = at + (self.end - at) / 2
            done.append(steps.citizen(waits, "registered", "confirm", then=keep_start))
        elif channel in ("phone", "counter"):
            waits = at
            done.append(steps.system(NAME, at, "registered", "register", then=keep_start))
        else:
            waits = self.year.into_office(rng, at + hours(rng.uniform(0.2, 1)))
            who = self.cast.one(rng, "intake", self.centre)
            done.append(
                Step(waits, "registered", "register", by=who, role="intake", then=keep_start)
            )
        told.at = told.registered = waits

    def joined(self, rng: Random, at: datetime, main: Told) -> Told | None:
        """One event, several petitioners: merged into the first, as long as that is open."""
        told = self.received(rng, at, "joined")
        before, case = main.history, told.history.case
        case.category, case.district = before.case.category, before.case.district
        for name in ("subject", "content", "kind"):
            setattr(told.detail, name, getattr(main.detail, name))
        self.registered(told, "")
        when = self.course.later(told, 0.5, 4)
        if told.registered >= self.end or when >= ended(before) - hours(1):
            return None

        join = steps.joining(before, "併入 {number}")
        who = self.cast.one(rng, "dispatcher", self.centre)
        told.history.steps.append(
            Step(when, "merged", "merge", by=who, role="dispatcher", applies=join)
        )
        return told

    def split(self, rng: Random, at: datetime, main: Told) -> Told | None:
        """One letter, two subjects: the second becomes a petition of its own."""
        place = sum(step.at <= at for step in main.history.steps)
        state = main.history.steps[place - 1].state if place else ""
        if state not in ("registered", "assigned") or main.history.case.origin_id:
            return None
        told, who = self.received(rng, at, "part"), self.cast.one(rng, "dispatcher", self.centre)
        child, parent = told.history, main.history

        def note(case: Case, move: Move) -> None:
            move.note["notes"] = [f"分出 {child.case.number}"]

        def begin(history: History) -> None:
            history.by = System(f"由 {parent.case.number} 分案")
            history.case.origin_id = told.detail.split_from_id = parent.case.pk
            for name in INHERITED:
                if name != "proxy":
                    setattr(told.detail, name, getattr(main.detail, name))
            told.detail.received_at = main.detail.received_at or parent.case.opened_at

        child.begins, child.contact = begin, contact(rng, parent.case.channel)
        child.case.channel, child.case.sub_channel = parent.case.channel, parent.case.sub_channel
        child.steps.append(steps.system(NAME, at, "registered", "register", then=keep_start))
        told.at = told.registered = at
        self.course.go_on(told)
        if self.year.today and not self.over(told):
            return None
        main.history.steps.insert(
            place, Step(at, state, "split", by=who, role="dispatcher", applies=note)
        )
        return told


def written(rng: Random, code: str, channel: str) -> Petition:
    """Subject and text; what was said is a record that was read back."""
    _weight, subject, content = TEXTS["letters"][code]
    road = rng.choice(TEXTS["roads"])
    text = content.format(road=road, n=rng.randrange(2, 60))
    told: dict[str, object] = {
        "subject": subject.format(road=road), "content": text,
        "kind": KINDS.draw(rng),
        "reply_method": {"web": "email", "paper": "letter", "fax": "fax"}.get(channel, "phone"),
    }  # fmt: skip
    if channel in ("phone", "counter"):
        told |= {"oral": True, "narrative": text, "read_back": True, "signed": channel == "counter"}
    return fresh(Petition, told)
