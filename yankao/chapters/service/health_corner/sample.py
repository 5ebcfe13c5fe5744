"""A year at the health corner, and the visits of today."""

import random
from datetime import date, datetime, timedelta
from random import Random

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Unit
from yankao.kernel.programmes import desk, registry
from yankao.kernel.programmes.history import History, Step
from yankao.kernel.programmes.lots import Lot
from yankao.kernel.testing import steps
from yankao.kernel.testing.accounts import on_duty
from yankao.kernel.testing.cast import Cast
from yankao.kernel.testing.samples import Plan
from yankao.kernel.testing.year import Year, hours, worked
from yankao.kernel.values.rows import fresh
from yankao.kernel.values.taipei import day_of

from . import limits
from .effects import NAME
from .hours import days
from .models import Outcome, Service, Visit
from .states import NURSE, State

CARED, SUDDEN = {112: 137}, {112: 14}  # handbook 5-6 §27
PRESSURE = {112: 1_860}  # not published; five an hour would be noticed
EDUCATION = 0.3
BY_HOUR = [0] * 8 + [14, 18, 17, 12, 5, 9, 13, 12, 8] + [0] * 7
AGES = {"0-12": 3, "13-17": 2, "18-39": 14, "40-64": 34, "65-79": 35, "80+": 12}
SEXES = {"female": 55, "male": 43, "unsaid": 2}
TREATED = {"dressed": 74, "cooled": 16, "rested": 10}
FIRST_AID = {"rested": 70, "dressed": 18, "aed": 4, "cooled": 8}
ENDS = {"left": 38, "clinic": 30, "hospital": 28, "refused": 4}
WORDS = [
    "民眾於一樓大廳頭暈坐倒，測量血壓並平躺休息，意識清楚，家屬到場後離開。",
    "洽公民眾於服務台前跌倒，膝部擦傷，清潔包紮後觀察二十分鐘，步行穩定。",
    "民眾等候時胸悶冒冷汗，給予坐臥休息並監測血壓脈搏，依狀況聯絡後續就醫。",
    "孩童於樓梯絆倒撞到額頭，冰敷觀察，告知家長頭部外傷注意事項。",
]
HOSPITALS = ["高雄市立大同醫院", "高雄榮民總醫院", "阮綜合醫院"]
SETTLES = timedelta(days=5)


class Past:
    """Visits of a year: readings, wounds and advice in office hours; events now and then."""

    def __init__(self, year: Year) -> None:
        self.year = year
        self.unit = Unit.objects.current().get(code=limits.UNIT.value())
        self.cast = Cast.of(NAME, [(NURSE.name, self.unit, 2)], year.first, year.answered)
        self.kinds = {
            kind: year.spread(year.published(total), self.weight)
            for kind, total in (("cared", CARED), ("sudden", SUDDEN), ("pressure", PRESSURE))
        }

    def weight(self, day: date) -> float:
        return 1.0 if worked(day) and self.year.after_storm(day) else 0.0

    def plan(self) -> Plan:
        counts = {day: sum(kind[day] for kind in self.kinds.values()) for day in self.year.days}
        return Plan(registry.get(NAME), counts, self.of)

    def of(self, lot: Lot) -> list[History]:
        dice, day = self.year.dice(NAME, lot.day), lot.day
        kinds = [name for name, counts in self.kinds.items() for _n in range(counts[day])]
        dice.shuffle(kinds)
        moments = self.year.moments(dice, day, BY_HOUR, len(kinds))
        return [self.one(dice, at, kind) for at, kind in zip(moments, kinds, strict=True)]

    def one(self, rng: Random, at: datetime, kind: str) -> History:
        nurse = self.cast.one(rng, NURSE.name, self.unit)
        detail = fresh(Visit, told(rng, kind) | {"seen_at": at})
        case = fresh(Case, {"opened_at": at})
        case.holder = self.unit
        history = History(case, detail, [], nurse)
        if kind != "sudden":
            history.steps.append(steps.system(NAME, at, State.DONE, "record"))
            return history
        rest = self.ended(rng, at)
        for step in rest:
            step.by, step.role = nurse, NURSE.name
        history.steps += rest
        return history

    def ended(self, rng: Random, at: datetime) -> list[Step]:
        """With or without an ambulance; the incident is written down the same day or the next."""
        end, done = rng.choices(list(ENDS), list(ENDS.values()))[0], []
        gone = at + hours(rng.uniform(0.2, 0.8))
        if end == Outcome.HOSPITAL:
            called = at + hours(rng.uniform(0.02, 0.1))
            done.append(Step(called, State.ATTENDING, "call_ambulance"))
            taken: dict[str, object] = {"to": rng.choice(HOSPITALS)}
            done.append(Step(gone, State.REPORTING, "hand_over", values=taken,
                             applies=steps.setting(outcome=end)))  # fmt: skip
        else:
            done.append(Step(gone, State.REPORTING, "settle", values={"outcome": end}))
        written = self.year.into_office(rng, gone + hours(rng.uniform(0.3, 5)))
        words: dict[str, object] = {"incident": rng.choice(WORDS)}
        return [*done, Step(written, State.DONE, "report", values=words)]


def told(rng: Random, kind: str) -> dict[str, object]:
    """Who came, as far as it is asked, and what was done."""
    service = {"pressure": Service.PRESSURE, "sudden": Service.SUDDEN}.get(kind, Service.WOUND)
    if kind == "cared" and rng.random() < EDUCATION:
        service = Service.EDUCATION
    said: dict[str, object] = {
        "service": service, "age": rng.choices(list(AGES), list(AGES.values()))[0],
        "sex": rng.choices(list(SEXES), list(SEXES.values()))[0],
    }  # fmt: skip
    if service == Service.PRESSURE:
        said["systolic"] = round(rng.triangular(98, 178, 128))
        said["diastolic"] = round(rng.triangular(58, 96, 78))
    elif service != Service.EDUCATION:
        cares = TREATED if service == Service.WOUND else FIRST_AID
        said["care"] = rng.choices(list(cares), list(cares.values()))[0]
    return said


def live(rng: random.Random, now: datetime) -> str:
    """Some visits of the last hours; one event whose record is still to be written."""
    nurse, room = on_duty(NAME)[NURSE.name, "RDEC-JSC"], registry.get(NAME)
    kinds = ["pressure"] * 5 + ["cared"] * 2
    last = lately(now)
    for number, kind in enumerate(kinds):
        at = last - hours(3 - number * 0.4)
        desk.open_case(room, told(rng, kind), by=nurse, at=at)
    case = desk.open_case(room, told(rng, "sudden"), by=nurse, at=last - hours(1))
    desk.act(case, "settle", by=nurse, at=last - hours(0.5), data={"outcome": Outcome.CLINIC})
    return f"{len(kinds) + 1} visits"


def lately(now: datetime) -> datetime:
    """Now, or the end of the last hours in which the corner was open."""
    spans = [span for one in days(day_of(now), 14) for span in one.open if span[0] <= now]
    return min(now, max(spans)[1]) if spans else now


def year(asked: Year) -> Plan:
    """The visits of a whole year, as many as were published."""
    return Past(asked.settled(SETTLES)).plan()
