"""Petitions of the last days, each as far as it would be by now."""

import random
from datetime import datetime, timedelta

from yankao.kernel.cases.actors import Citizen
from yankao.kernel.cases.errors import CaseError
from yankao.kernel.cases.jurisdiction import decide
from yankao.kernel.cases.models import Case, Category, JurisdictionRule
from yankao.kernel.people.models import Person
from yankao.kernel.programmes import desk, registry
from yankao.kernel.replies.models import StandardReply
from yankao.kernel.testing.accounts import on_duty
from yankao.kernel.testing.cast import SURNAMES
from yankao.kernel.testing.samples import Plan
from yankao.kernel.testing.year import Year

from .past import Past
from .past_course import TEXTS

Cast = dict[tuple[str, str], Person]

LIVE = 48
REPLY = (
    "您好：有關您反映的事項，本機關已派員現勘並排定改善，預計兩週內完成。"
    "依本市相關自治條例辦理，感謝您的來信，如有疑問請洽承辦人。"
)


def live(rng: random.Random, now: datetime) -> str:
    """Opens letters of the last ten days; each goes as far as its age allows."""
    cast = on_duty("petitions")
    Person.objects.filter(duties__programme="petitions", phone="").update(phone="07-3368333")
    keep_standard_replies()
    subjects = weighed(cast)
    for number in range(LIVE):
        at = now - timedelta(hours=rng.triangular(1, 240, 60))
        code = rng.choices(list(subjects), list(subjects.values()))[0]
        case = write(rng, code, at, None if number % 3 == 0 else cast["intake", "RDEC-JSC"])
        go_on(rng, case, now, cast)
    return f"{LIVE} live cases"


STANDARD = [
    ("現勘後回復", "in_progress", "{name}您好：您反映「{title}」一案（{number}），已派員現勘，"
     "改善情形將另行通知。如有疑問，請洽承辦人{officer}，電話{phone}，感謝您的來信。"),
    ("法令說明", "", "{name}您好：您於{opened}來信詢問「{title}」，相關規定說明如下：\n\n"
     "如有疑問，請洽{unit}{officer}，電話{phone}。"),
    ("私權爭議", "", "{name}您好：您反映「{title}」一案，經查屬私權爭議，得向當地區公所調解委員會"
     "聲請調解，或循司法途徑處理。如有疑問，請洽{officer}，電話{phone}。"),
]  # fmt: skip


def keep_standard_replies() -> None:
    for name, state, text in STANDARD:
        StandardReply.objects.get_or_create(
            programme="petitions", name=name, unit=None, defaults={"state": state, "text": text}
        )


MANNED = 6  # times as many letters to agencies that can answer in the demo


def weighed(cast: Cast) -> dict[str, int]:
    """How often each subject is written about."""
    units = [unit for role, unit in cast if role == "officer"]
    rules = JurisdictionRule.objects.filter(programme="petitions", until=None)
    manned = set(rules.filter(unit__code__in=units).values_list("category__code", flat=True))
    return {code: MANNED if code in manned else 1 for code in TEXTS["letters"]}


REGULAR = 0.15  # of the letters come from people who write often
REGULARS = [("曾女士", "0912000101"), ("曾小姐", "0912-000-101"), ("賴先生", "886912000103")]


def write(rng: random.Random, code: str, at: datetime, clerk: Person | None) -> Case:
    """A call a clerk writes down, or a letter to the mayor's mailbox."""
    _share, subject, content = TEXTS["letters"][code]
    road, n = rng.choice(TEXTS["roads"]), rng.randrange(2, 60)
    category = Category.objects.get(programme="petitions", code=code)
    data = {
        "category": category.pk, "subject": subject.format(road=road),
        "content": content.format(road=road, n=n), "kind": "administrative_interest",
        "contact_name": f"{rng.choice(SURNAMES)}女士", "channel": "phone", "read_back": "on",
        "contact_phone": f"09{rng.randrange(10**7, 10**8)}",
    }  # fmt: skip
    if rng.random() < REGULAR:
        data["contact_name"], data["contact_phone"] = rng.choice(REGULARS)
    programme = registry.get("petitions")
    if clerk:
        return desk.open_case(programme, data, by=clerk, at=at)
    assert programme.public is not None
    data["contact_email"] = f"petitioner{rng.randrange(10**6)}@example.tw"
    return desk.open_case(programme, data, by=Citizen(), at=at, intake=programme.public.intake)


def go_on(rng: random.Random, case: Case, now: datetime, cast: Cast) -> None:
    """Each step takes its hours; the case stops where its time runs out."""
    at = case.opened_at
    for action, least, most in STEPS:
        at += timedelta(hours=rng.triangular(least, most))
        if at > now:
            return
        try:
            step(case, action, at, cast)
        except (CaseError, KeyError):
            return
        case.refresh_from_db()


def step(case: Case, action: str, at: datetime, cast: Cast) -> None:
    """One move by whoever would make it; KeyError when the demo has nobody there."""
    unit = case.holder.code if case.holder else ""
    if action == "confirm":
        if case.state == "await_confirm":
            desk.act(case, "confirm", by=Citizen(case.pk), at=at)
        return
    if action == "assign":
        found = decide(case, at=at).unit
        if found is None:
            raise KeyError("nobody is competent")
        data: dict[str, object] = {"unit": found.pk, "complexity": "general"}
        desk.act(case, "assign", by=cast["dispatcher", "RDEC-JSC"], at=at, data=data)
        return
    officer = cast["officer", unit]
    moves: dict[str, tuple[Person, dict[str, object]]] = {
        "accept": (cast["window", unit], {"officer": officer.pk}),
        "draft": (officer, {"text": REPLY, "basis": "", "closure": "adopted"}),
        "approve": (cast["approver", unit], {"weighed": []}),
        "send": (officer, {"sent_by_method": "phone"}),
        "record_delivery": (officer, {"delivery_result": "delivered"}),
    }
    by, told = moves[action]
    desk.act(case, action, by=by, at=at, data=told)


SETTLES = timedelta(days=21)
STEPS = [
    ("confirm", 0, 20), ("assign", 1, 16), ("accept", 2, 24), ("draft", 8, 60),
    ("approve", 2, 20), ("send", 1, 8), ("record_delivery", 1, 10),
]  # fmt: skip


def year(asked: Year) -> Plan:
    """The petitions of a whole year, as many as were published."""
    return Past(asked.settled(SETTLES)).plan()
