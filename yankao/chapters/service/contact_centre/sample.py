"""A year of calls whose totals are the published ones, and the questions that had to wait."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random

from django.db import transaction

from yankao.kernel.cases.models import Case, Category
from yankao.kernel.people.models import Unit
from yankao.kernel.programmes import desk, registry
from yankao.kernel.programmes.history import History, Step
from yankao.kernel.programmes.lots import Lot
from yankao.kernel.testing.accounts import on_duty
from yankao.kernel.testing.cast import Cast, contact
from yankao.kernel.testing.samples import Facts, Plan
from yankao.kernel.testing.year import Odds, Year, hours, worked
from yankao.kernel.values.rows import fresh
from yankao.kernel.values.taipei import day_of, midnight

from . import knowledge, limits
from .effects import NAME
from .models import CallRecord, Question, StaffMonth, calls
from .planning import catch_up
from .records import DIGEST, repeated
from .staff import register
from .states import AGENT, EDITOR, LEAD, Disposition, Kind, State

HANDLED = {112: 860_696}  # handbook 5-6 §27
CONSULT, RECORD = 0.3348, 0.3995
NOT_AT_ONCE = 0.0007
ANSWERS = 0.12  # of those handled; not published
SATISFIED = [
    0.9742,
    0.9758,
    0.9771,
    0.9764,
    0.9779,
    0.9760,
    0.9748,
    0.9751,
    0.9770,
    0.9775,
    0.9783,
    0.9791,
]  # by month; their mean is the published one
GAVE_UP, AT_ONCE, IN_MENU = 0.031, 0.012, 0.036  # of those handled; not published
STAFF, LEADS, DISABLED = 46, 4, 8
NUMBERS = 1_000_000  # telephone numbers that call now and then
AGAIN, IN_A_WEEK = 0.09, 1_000  # of the calls, and numbers that call again about the same thing
BY_HOUR = [10, 7, 5, 4, 5, 9, 20, 45, 92, 104, 98, 78, 66, 88, 96, 92, 84, 66, 52, 48, 42, 34, 24,
           15]  # fmt: skip
TOPICS = {
    "parking": 12, "fines": 8, "road": 10, "refuse": 10, "noise": 8, "welfare": 8, "tax": 6,
    "household": 5, "health": 6, "bus": 5, "labour": 5, "school": 3, "culture": 4, "land": 2,
    "building": 3, "business": 2, "animals": 3, "followup": 8, "service": 7, "conscription": 1,
}  # fmt: skip
IN_STORM = {"weather": 55, "road": 20, "service": 15, "bus": 10}
TALKS = {Kind.CONSULT: 165.0, Kind.RECORD: 235.0, Kind.OTHER: 48.0}
WRAPS = {Kind.CONSULT: 28.0, Kind.RECORD: 85.0, Kind.OTHER: 8.0}
ENDS = {Disposition.ABANDONED_QUEUE: GAVE_UP, Disposition.ABANDONED_SHORT: AT_ONCE,
        Disposition.ABANDONED_IVR: IN_MENU}  # fmt: skip
ASKED = [
    "想請問申請老人假牙補助，若假牙在外縣市診所做，能不能也申請？",
    "店面要改成補習班，使用執照用途變更要找哪一科、要多久？",
    "車子停在路邊收費格遇到道路施工，費用能不能退？",
    "公司遷址到本市，地方稅要另外申報嗎？",
    "學區內新建案未交屋，可以先設籍登記入學嗎？",
    "里活動中心週末借用，場地費可以用里民證減免嗎？",
]
SAID = [
    "可以。依作業規定以設籍為準，診所不限縣市，請備妥收據正本與診斷證明向區公所申請。",
    "請先向承辦科線上登記，資料齊備後七個工作天內回復；聯絡電話已提供值機人員。",
    "可以申請退費，請在繳費後三十日內附收據向停車管理中心提出。",
    "不需要另外申報，主管機關會通報；若有房屋使用情形變更才要申報。",
]
YESTERDAY, SETTLES = timedelta(days=1), timedelta(days=8)


@dataclass(frozen=True)
class Day:
    """How many calls of each sort a day has."""

    day: date
    kinds: dict[Kind, int]
    later: int
    answers: int
    satisfied: int
    lost: dict[Disposition, int]


class Past:
    """A year of calls: each day's come from its own dice, so that days can be made side by side."""

    def __init__(self, year: Year) -> None:
        self.year = year
        self.unit = Unit.objects.current().get(code=limits.UNIT.value())
        posts = [(AGENT.name, self.unit, STAFF), (LEAD.name, self.unit, LEADS)]
        self.cast = Cast.of(NAME, posts, year.first, year.answered)
        self.agents = self.cast.people[AGENT.name, self.unit.pk]
        self.topics = {row.code: row for row in Category.objects.filter(programme=NAME)}
        self.again = [row.pk for code, row in self.topics.items() if code in TOPICS]
        self.usual = Odds({self.topics[code].pk: odds for code, odds in TOPICS.items()})
        self.storm = Odds({self.topics[code].pk: odds for code, odds in IN_STORM.items()})

    def weight(self, day: date) -> float:
        """More on working days, most when a typhoon is about."""
        usual = 1.12 if worked(day) else 0.72
        return usual * (2.4 if self.year.after_storm(day) == 0 else 1.0)

    @cached_property
    def days(self) -> dict[date, Day]:
        year = self.year
        handled = year.spread(year.published(HANDLED), self.weight)
        total = sum(handled.values())
        consult = year.part(handled, round(total * CONSULT))
        record = year.part(handled, round(total * RECORD))
        later = year.part(self.old(consult), max(1, round(sum(consult.values()) * NOT_AT_ONCE)))
        answers = year.part(handled, round(total * ANSWERS))
        pleased = self.pleased(answers)
        lost = {end: year.part(handled, round(total * share)) for end, share in ENDS.items()}
        return {
            day: Day(
                day,
                {Kind.CONSULT: consult[day], Kind.RECORD: record[day],
                 Kind.OTHER: count - consult[day] - record[day]},
                later[day], answers[day], pleased[day],
                {end: counts[day] for end, counts in lost.items()},
            )
            for day, count in handled.items()
        }  # fmt: skip

    def old(self, counts: dict[date, int]) -> dict[date, int]:
        """Of the last days of a running year nothing is told that is still to be answered."""
        until = self.year.last - (SETTLES if self.year.until else timedelta())
        return {day: count if day <= until else 0 for day, count in counts.items()}

    def pleased(self, answers: dict[date, int]) -> dict[date, int]:
        """Month by month, as each has a rate of its own."""
        found: dict[date, int] = {}
        for month, rate in enumerate(SATISFIED, 1):
            mine = {day: count for day, count in answers.items() if day.month == month}
            found |= self.year.part(mine, round(sum(mine.values()) * rate))
        return found

    def store(self, day: date) -> int:
        """A day's calls, all or none; a day that has any is left as it is."""
        since = midnight(day)
        there = CallRecord.objects.filter(at__gte=since, at__lt=since + timedelta(days=1))
        if there.filter(exchange_id__startswith=f"S{day:%y%m%d}").exists():
            return 0
        with transaction.atomic():
            return calls.write(self.rows(self.days[day]))

    def rows(self, told: Day) -> list[CallRecord]:
        dice = self.year.dice(NAME, "calls", told.day)
        sorts = self.sorts(told, dice)
        moments = self.year.moments(dice, told.day, BY_HOUR, len(sorts))
        busy, begun = self.year.after_storm(told.day) == 0, midnight(told.day)
        topics = self.storm if busy else self.usual
        shifts = self.shifts(told.day)
        found = []
        for place, (at, (kind, later, score)) in enumerate(zip(moments, sorts, strict=True)):
            second = int((at - begun).total_seconds())
            hidden = dice.random() < 0.04
            number, topic = ("", 0) if hidden else self.caller(dice, told.day)
            values: dict[str, object] = {
                "at": at, "exchange_id": f"S{told.day:%y%m%d}.{place}", "queue": "1999",
                "caller": number, "tail": f"***{dice.randrange(1000):03}" if number else "",
                "quarter": second // 900, "hour": second // 3600, "numbers": [],
            }  # fmt: skip
            if isinstance(kind, Kind):
                values |= handled(dice, kind, later, score, busy)
                values["agent_id"] = dice.choice(shifts[second // 3600 // 8])
                if kind != Kind.OTHER:
                    values["topic_id"] = topic or topics.draw(dice)
            else:
                values |= gone(dice, kind, second)
            found.append(fresh(CallRecord, values))
        return found

    def sorts(self, told: Day, dice: Random) -> list[tuple[Kind | Disposition, bool, int | None]]:
        """What each call of the day was, in no order; who answered the survey and how."""
        scores = [5 if dice.random() < 0.8 else 4 for _n in range(told.satisfied)]
        scores += [dice.choice((1, 2, 3, 3)) for _n in range(told.answers - told.satisfied)]
        kinds = [kind for kind, count in told.kinds.items() for _n in range(count)]
        asked: list[int | None] = [*scores, *[None] * (len(kinds) - len(scores))]
        dice.shuffle(asked)
        late = told.later
        found: list[tuple[Kind | Disposition, bool, int | None]] = []
        for kind, score in zip(kinds, asked, strict=True):
            found.append((kind, kind == Kind.CONSULT and late > 0, score))
            late -= kind == Kind.CONSULT
        found += [(end, False, None) for end, count in told.lost.items() for _n in range(count)]
        dice.shuffle(found)
        return found

    def shifts(self, day: date) -> list[list[int]]:
        """Who works nights, mornings and afternoons; everybody takes their turn, week by week."""
        turn = day.toordinal() // 7 % len(self.agents)
        keys = [one.pk for one in (*self.agents[turn:], *self.agents[:turn])]
        return [keys[:6], keys[6:28], keys[28:]]

    def caller(self, dice: Random, day: date) -> tuple[str, int]:
        """A digest like those of real numbers; some call again the same week, about the same."""
        if dice.random() < AGAIN:
            place = dice.randrange(max(1, round(IN_A_WEEK * self.year.scale)))
            week = day.toordinal() // 7
            return self.number(f"{week}:{place}"), self.again[(week + place) % len(self.again)]
        return self.number(str(dice.randrange(NUMBERS))), 0

    def number(self, place: str) -> str:
        return hashlib.blake2b(f"{NAME}:{place}".encode(), digest_size=DIGEST // 2).hexdigest()

    def finish(self) -> None:
        """Who called again, and who was employed."""
        repeated(midnight(self.year.first), midnight(self.year.last + timedelta(days=1)))
        people = [*self.agents, *self.cast.people[LEAD.name, self.unit.pk]]
        rows = [
            StaffMonth(month=midnight(month), person=person, disabled=place < DISABLED)
            for month in sorted({day.replace(day=1) for day in self.year.days})
            for place, person in enumerate(people)
        ]
        StaffMonth.objects.bulk_create(rows, ignore_conflicts=True)


def handled(
    dice: Random, kind: Kind, later: bool, score: int | None, busy: bool
) -> dict[str, object]:
    """What an agent made of it."""
    waited = int(dice.expovariate(1 / (95 if busy else 10.5)))
    talked = 12 + int(dice.expovariate(1 / TALKS[kind]))
    wrapped = int(dice.expovariate(1 / WRAPS[kind]))
    held = dice.randrange(15, 90) if dice.random() < 0.08 else 0
    end = Disposition.ANSWERED
    if later:
        end = Disposition.CALLBACK if dice.random() < 0.7 else Disposition.TRANSFERRED
    return {
        "disposition": end.value, "handled": True, "kind": kind.value, "waited": waited,
        "talked": talked, "held": held, "wrapped": wrapped, "handling": talked + held + wrapped,
        "in_time": waited <= 20, "online": kind == Kind.CONSULT and not later, "score": score,
        "satisfied": None if score is None else score >= 4,
    }  # fmt: skip


def gone(dice: Random, end: Disposition, second: int) -> dict[str, object]:
    """The caller left before anybody answered."""
    short = end == Disposition.ABANDONED_SHORT
    waited = dice.randrange(5) if short else 6 + int(dice.expovariate(1 / 70))
    left = None if end == Disposition.ABANDONED_IVR else (second + waited) // 900
    return {"disposition": end.value, "handled": False, "waited": waited, "left_quarter": left}


class Questions:
    """What nobody knew at once: asked, answered by the agency, told to the caller."""

    def __init__(self, past: Past) -> None:
        self.past, self.year = past, past.year
        units = {code: row for code, row in past.topics.items() if code in TOPICS}
        self.rooms = {
            code: decided for code, row in units.items() if (decided := competent(row)) is not None
        }
        posts = [(EDITOR.name, unit, 1) for unit in {u.pk: u for u in self.rooms.values()}.values()]
        self.cast = Cast.of(NAME, posts, past.year.first, past.year.answered)

    def counts(self) -> dict[date, int]:
        return {day: told.later for day, told in self.past.days.items()}

    def of(self, lot: Lot) -> list[History]:
        dice = self.year.dice(NAME, "questions", lot.day)
        moments = self.year.moments(dice, lot.day, BY_HOUR, len(lot.keys))
        return [self.one(dice, at) for at in moments]

    def one(self, rng: Random, at: datetime) -> History:
        code = rng.choice(sorted(self.rooms))
        unit, agent = self.rooms[code], rng.choice(self.past.agents)
        case = fresh(Case, {"opened_at": at})
        case.category, case.holder, case.channel = self.past.topics[code], unit, "phone"
        detail = fresh(Question, {"question": rng.choice(ASKED)})
        answered = self.year.into_office(rng, at + hours(rng.uniform(0.5, 8)))
        told = self.year.into_office(rng, answered + hours(rng.uniform(0.2, 3.5)))
        editor = self.cast.one(rng, EDITOR.name, unit)
        words: dict[str, object] = {"answer": rng.choice(SAID)}
        steps = [
            Step(answered, State.ANSWERED, "answer", by=editor, role=EDITOR.name, values=words),
            Step(told, State.DONE, "call_back", by=agent, role=AGENT.name),
        ]
        return History(case, detail, steps, agent, contact=contact(rng, "phone"))


def competent(topic: Category) -> Unit | None:
    rule = topic.jurisdictionrule_set.order_by("-since").first()
    return rule.unit if rule else None


def year(asked: Year) -> Plan:
    """A whole year of calls, as many as were published; the questions are the room's cases."""
    past = Past(asked.settled(YESTERDAY))
    questions = Questions(past)
    facts = Facts(sorted(past.days), past.store)
    return Plan(registry.get(NAME), questions.counts(), questions.of, past.finish, facts)


def live(rng: Random, now: datetime) -> str:
    """Some questions of today: to be answered, and to be called back."""
    staff, room = on_duty(NAME), registry.get(NAME)
    agent, editor = staff[AGENT.name, "RDEC-JSC"], staff[EDITOR.name, "A04000"]
    parking = Category.objects.get(programme=NAME, code="parking").pk
    opened: list[Case] = []
    for number, words in enumerate(ASKED[:4]):
        told = {
            "category": parking, "question": words, "contact_name": "王小姐",
            "contact_phone": f"0900-000-{number:03}",
        }  # fmt: skip
        at = now - timedelta(minutes=30 + 40 * number)
        opened.append(desk.open_case(room, told, by=agent, at=at))
    so_far(now)
    knowledge.load(day_of(now))
    register(day_of(now).replace(day=1))
    catch_up(day_of(now))
    for case in opened[2:]:
        desk.act(
            case, "answer", by=editor, at=now - timedelta(minutes=12), data={"answer": SAID[2]}
        )
    return f"{len(opened)} questions"


def so_far(now: datetime) -> int:
    """The calls of today until now, as many as on any other day of the published year."""
    day = day_of(now)
    past = Past(Year.running(day, like=112, scale=1.0).settled(timedelta()))
    rows = past.rows(past.days[day])
    return calls.write([row for row in rows if row.at < now - timedelta(minutes=5)])
