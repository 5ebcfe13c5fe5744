"""A year of sign-language video, and what waits for an answer today."""

import random
from datetime import date, datetime, timedelta
from random import Random

from yankao.kernel.cases.actors import Citizen
from yankao.kernel.cases.intake import SIGN, Channel
from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person, Unit
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
from .models import Interpreter, Language, Session, Source, caller_key
from .states import INTERPRETER, State

SESSIONS = {112: 216}  # handbook 5-6 §27
MISSED, CLOSED = {112: 21}, {112: 34}  # not published
BY_HOUR = [0] * 8 + [8, 15, 16, 11, 3, 12, 15, 13, 7] + [0] * 7
EVENING = [2] * 8 + [0] * 10 + [9, 12, 10, 7, 5, 3]
LANGUAGES = {"tsl": 78, "signed": 14, "typed": 7, "international": 1}
PURPOSES = {"consult": 55, "petition": 20, "dispatch": 22, "other": 3}
OUTCOMES = {
    "consult": {"explained": 80, "referred": 17, "unfinished": 3},
    "petition": {"recorded": 92, "referred": 8}, "dispatch": {"recorded": 96, "unfinished": 4},
    "other": {"explained": 70, "emergency": 10, "referred": 20},
}  # fmt: skip
OVER_LINE = 0.72
NOTES = {
    "consult": ["詢問身心障礙停車證換發地點", "詢問輔具補助申請期限", "詢問牌照稅減免應備文件"],
    "petition": ["反映公車站沒有文字跑馬燈", "反映醫院叫號只有廣播", "反映鄰居夜間施工"],
    "dispatch": ["通報住家前路燈不亮", "通報人行道地磚鬆動", "通報路口號誌故障"],
    "other": ["協助聯絡家人", "確認颱風停班停課"],
}
MESSAGES = [
    "請問身障停車證到期怎麼換？",
    "我家巷口路燈壞了三天，請派人看。",
    "今天手語課有上課嗎？",
]
ANSWERS = [
    "可以到任何一個區公所換。請帶身分證和舊證。",
    "已通報養工處。今天會去看。",
    "今天照常上課。",
]
SETTLES = timedelta(days=6)


class Past:
    """A year of sessions: most over LINE, some on the page, some nobody answered, some at night."""

    def __init__(self, year: Year) -> None:
        self.year = year
        self.unit = Unit.objects.current().get(code=limits.UNIT.value())
        self.cast = Cast.of(NAME, [(INTERPRETER.name, self.unit, 2)], year.first, year.answered)
        self.kinds = {
            "held": year.spread(year.published(SESSIONS), self.office),
            "missed": year.spread(year.published(MISSED), self.office),
            "closed": year.spread(year.published(CLOSED), lambda day: 1.0),
        }

    def office(self, day: date) -> float:
        return 1.0 if worked(day) and self.year.after_storm(day) else 0.0

    def plan(self) -> Plan:
        counts = {day: sum(kind[day] for kind in self.kinds.values()) for day in self.year.days}
        return Plan(registry.get(NAME), counts, self.of)

    def of(self, lot: Lot) -> list[History]:
        dice, day = self.year.dice(NAME, lot.day), lot.day
        told = []
        for kind, counts in self.kinds.items():
            night = kind == "closed" and worked(day)
            moments = self.year.moments(dice, day, EVENING if night else BY_HOUR, counts[day])
            told += [(at, kind) for at in moments]
        return [self.one(dice, at, kind) for at, kind in sorted(told)]

    def one(self, rng: Random, at: datetime, kind: str) -> History:
        language, purpose = drawn(rng, LANGUAGES), drawn(rng, PURPOSES)
        told: dict[str, object] = {"language": language, "purpose": purpose}
        case = fresh(Case, {"opened_at": at, "channel": Channel.WEB, "sub_channel": SIGN})
        case.holder = self.unit
        signer = self.cast.one(rng, INTERPRETER.name, self.unit)
        if kind == "held" and rng.random() < OVER_LINE:
            begun = at - hours(rng.uniform(0.08, 0.5))
            said = {"outcome": drawn(rng, OUTCOMES[purpose]), "note": rng.choice(NOTES[purpose])}
            told |= {"source": Source.LINE, "connected_at": begun, "ended_at": at, **said,
                     "caller": caller_key(f"sample-{rng.randrange(10**6)}")}  # fmt: skip
            entered = [steps.system(NAME, at, State.ENDED, "enter")]
            return History(case, fresh(Session, told), entered, signer)
        history = History(case, fresh(Session, told), [], Citizen())
        if kind == "closed":
            history.steps = [steps.system(NAME, at, State.DECLINED, "decline")]
        elif kind == "missed":
            history.steps = self.missed(rng, at)
        else:
            history.steps = self.held(rng, at, purpose)
        if kind != "held" and rng.random() < 0.5:
            history.steps += self.written(rng, history.steps[-1].at)
        for step in history.steps:
            if step.action in ("take", "end", "answer"):
                step.by, step.role = signer, INTERPRETER.name
        return history

    def held(self, rng: Random, at: datetime, purpose: str) -> list[Step]:
        """In the line for some minutes, then on it for some more."""
        taken = at + hours(rng.triangular(0.003, 0.2, 0.02))
        begun = taken + hours(rng.uniform(0.002, 0.01))
        over = begun + hours(rng.triangular(0.05, 0.7, 0.15))
        said: dict[str, object] = {
            "outcome": drawn(rng, OUTCOMES[purpose]), "note": rng.choice(NOTES[purpose]),
        }  # fmt: skip
        queued = steps.system(NAME, at, State.QUEUED, "queue")
        rung = Step(taken, State.QUEUED, "take", applies=steps.setting(called_at=taken))
        on = steps.system(
            NAME, begun, State.CONNECTED, "connect", applies=steps.setting(connected_at=begun)
        )
        off = Step(over, State.ENDED, "end", values=said, applies=steps.setting(ended_at=over))
        return [queued, rung, on, off]

    def missed(self, rng: Random, at: datetime) -> list[Step]:
        gone = at + hours(rng.uniform(0.04, 0.25))
        return [
            steps.system(NAME, at, State.QUEUED, "queue"),
            steps.system(NAME, gone, State.MISSED, "miss", applies=steps.setting(missed_at=gone)),
        ]

    def written(self, rng: Random, at: datetime) -> list[Step]:
        """Words left instead, answered within some office hours; a few late."""
        left = at + hours(rng.uniform(0.02, 0.1))
        begun = self.year.into_office(rng, left)
        answered = self.year.into_office(rng, begun + hours(rng.triangular(0.1, 7, 1)))
        number = rng.randrange(len(MESSAGES))
        asked: dict[str, object] = {"message": MESSAGES[number]}
        told: dict[str, object] = {"answer": ANSWERS[number]}
        return [steps.citizen(left, State.WRITTEN, "write", values=asked),
                Step(answered, State.ANSWERED, "answer", values=told)]  # fmt: skip


def drawn(rng: Random, shares: dict[str, int]) -> str:
    return rng.choices(list(shares), list(shares.values()))[0]


def live(rng: random.Random, now: datetime) -> str:
    """Two interpreters, this morning's sessions over LINE, and words that wait for an answer."""
    duty = {key[0]: person for key, person in on_duty(NAME).items()}
    signer, room = duty[INTERPRETER.name], registry.get(NAME)
    named = Person.objects.filter(duties__programme=NAME, duties__role=INTERPRETER.name)
    for one in named.filter(is_active=True):
        signs = [Language.TAIWANESE, Language.SIGNED]
        Interpreter.objects.get_or_create(person=one, defaults={"languages": signs})
    for number, purpose in enumerate(["consult", "dispatch", "consult"]):
        begun = now - hours(5 - number)
        told = {
            "language": "tsl", "purpose": purpose, "line_id": f"demo-{number}", "note": "",
            "connected_at": begun, "ended_at": begun + hours(0.2),
            "outcome": "recorded" if purpose == "dispatch" else "explained",
        }  # fmt: skip
        desk.open_case(room, told, by=signer, at=begun + hours(0.3))
    return f"3 sessions of {day_of(now)}"


def year(asked: Year) -> Plan:
    """The sessions of a whole year, as many as were published."""
    return Past(asked.settled(SETTLES)).plan()
