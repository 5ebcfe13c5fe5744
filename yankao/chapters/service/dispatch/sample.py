"""A city in which things go on now: reports of the last hours, each as far as it would be."""

import random
from datetime import datetime, timedelta
from functools import cache

from yankao.kernel.cases.actors import Actor, Citizen
from yankao.kernel.cases.crews import load
from yankao.kernel.cases.errors import CaseError
from yankao.kernel.cases.jurisdiction import decide
from yankao.kernel.cases.models import Case, Category
from yankao.kernel.geo.models import District, Road
from yankao.kernel.geo.places import district_of
from yankao.kernel.people.models import Crew, Person
from yankao.kernel.programmes import desk, registry
from yankao.kernel.testing.accounts import on_duty
from yankao.kernel.testing.samples import Plan
from yankao.kernel.testing.year import Year

from .past import Past

LIVE = 110
# A dispatch is settled within weeks, most within hours.
SETTLES = timedelta(days=21)
WEIGHTS = {
    "lamp_out": 27, "dirt": 10, "signal": 8, "air": 7, "noise": 7, "pothole": 9, "fallen_tree": 5,
    "manhole": 5, "park": 4, "sidewalk": 3, "stray_dog": 3, "oil": 2, "parking": 2,
}  # fmt: skip
WORDS = {
    "lamp_out": ["整排路燈不亮，晚上很暗", "編號 {n} 路燈故障不亮", "路燈忽明忽暗"],
    "pothole": ["路面有坑洞約 {n} 公分，機車經過會跳起", "柏油破損成坑，已有人摔車"],
    "signal": ["號誌全滅，車輛搶道", "行人號誌一直閃爍，疑似故障"],
    "fallen_tree": ["路樹傾倒擋住慢車道", "大樹枝條斷裂垂落在人行道上"],
    "dirt": ["路邊堆放垃圾有異味", "工地泥水流到路面"],
    "noise": ["深夜施工噪音，無法入睡", "店家喇叭聲過大"],
    "air": ["有燃燒塑膠的味道", "工廠排放黑煙"],
    "stray_dog": ["一隻大狗追咬行人，請儘速捕捉"],
    "manhole": ["人孔蓋鬆動，車子經過會發出巨響"],
}
ANY = ["請儘速派員處理", "已經造成通行不便，麻煩處理"]
SURNAMES = "陳林黃張李王吳劉蔡楊許鄭謝郭洪"
Cast = dict[tuple[str, str], Person]


def live(rng: random.Random, now: datetime) -> str:
    """Opens cases of the last six hours; each goes as far as its age allows."""
    cast = on_duty("dispatch")
    operator = next(person for (role, _unit), person in cast.items() if role == "operator")
    for number in range(LIVE):
        age = timedelta(minutes=rng.triangular(2, 360, 70))
        case = report(rng, now - age, operator if number % 3 else Citizen())
        go_on(rng, case, now, operator, cast)
    return f"{LIVE} live cases"


@cache
def districts() -> list[District]:
    return list(District.objects.order_by("code"))


@cache
def roads(district: str) -> list[str]:
    names = Road.objects.filter(district__code=district).order_by("name")
    return list(names.values_list("name", flat=True)[:400])


def place(rng: random.Random) -> tuple[District, float, float, str]:
    """A point by population, with a road of its district."""
    weights = [row.population for row in districts()]
    while True:
        district = rng.choices(districts(), weights)[0]
        lng, lat = district.lng + rng.gauss(0, 0.006), district.lat + rng.gauss(0, 0.006)
        found = district_of(lng, lat)
        if found:
            address = f"{found.name}{rng.choice(roads(found.code))} {rng.randrange(1, 400)} 號前"
            return found, round(lng, 6), round(lat, 6), address


def report(rng: random.Random, at: datetime, by: Actor) -> Case:
    code = rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    category = Category.objects.get(programme="dispatch", code=code)
    district, lng, lat, address = place(rng)
    said = rng.choice(WORDS.get(code, ANY)).format(n=rng.randrange(20, 90))
    data = {
        "category": category.pk, "district": district.pk, "lng": lng, "lat": lat,
        "address": address, "channel": "phone", "contact_name": f"{rng.choice(SURNAMES)}先生",
        "contact_phone": f"09{rng.randrange(10**7, 10**8)}", "description": said, "read_back": "on",
    }  # fmt: skip
    programme = registry.get("dispatch")
    intake = programme.public.intake if isinstance(by, Citizen) and programme.public else None
    return desk.open_case(programme, data, by=by, at=at, intake=intake)


def go_on(rng: random.Random, case: Case, now: datetime, operator: Person, cast: Cast) -> None:
    """Each step takes its time; the case stops where its time runs out."""
    at = case.opened_at
    for step, least, most in STEPS:
        at += timedelta(minutes=rng.triangular(least, most))
        if at > now:
            return
        try:
            step(rng, case, at, operator, cast)
        except (CaseError, KeyError):
            return
        case.refresh_from_db()


def notify(rng: random.Random, case: Case, at: datetime, operator: Person, cast: Cast) -> None:
    unit = decide(case, at=at).unit
    if unit is None:
        raise KeyError("no unit")
    data = {"unit": unit.pk, "phone_notice_to": f"{rng.choice(SURNAMES)}值勤"}
    desk.act(case, "notify", by=operator, at=at, data=data)


def accept(rng: random.Random, case: Case, at: datetime, operator: Person, cast: Cast) -> None:
    assert case.holder is not None
    desk.act(case, "accept", by=cast["duty", case.holder.code], at=at)


def send(rng: random.Random, case: Case, at: datetime, operator: Person, cast: Cast) -> None:
    """Units with crews give them the case; the others go out as they are."""
    crews = [c for c in Crew.objects.at(case.holder) if load(c, at).left] if case.holder else []
    if crews:
        data = {"crew": rng.choice(crews).pk}
        desk.act(case, "send", by=cast["duty", case.holder.code], at=at, data=data)  # type: ignore[union-attr]


def make_safe(rng: random.Random, case: Case, at: datetime, operator: Person, cast: Cast) -> None:
    assert case.holder is not None
    data = {"safety_note": rng.choice(["已設置三角錐及警示帶", "已派員現場管制"])}
    desk.act(case, "make_safe", by=cast["duty", case.holder.code], at=at, data=data)


def finish(rng: random.Random, case: Case, at: datetime, operator: Person, cast: Cast) -> None:
    assert case.holder is not None
    data = {"result": "not_found", "remedy": "現場巡查未發現所述情形，已拍照存查"}
    desk.act(case, "finish", by=cast["duty", case.holder.code], at=at, data=data)


STEPS = [(notify, 1, 25), (accept, 2, 45), (send, 1, 6), (make_safe, 10, 90), (finish, 30, 200)]


def year(asked: Year) -> Plan:
    """The dispatches of a whole year, as many as were published."""
    return Past(asked.settled(SETTLES)).plan()
