"""A year of dispatches that might have been: what, where, when, and how each went."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random

from django.db import connection

from yankao.kernel.cases.actors import Actor, Citizen
from yankao.kernel.cases.intake import APP
from yankao.kernel.cases.models import Case, Category, JurisdictionRule
from yankao.kernel.geo.models import District, Road
from yankao.kernel.geo.places import district_of
from yankao.kernel.people.models import Person, Unit
from yankao.kernel.programmes import registry
from yankao.kernel.programmes.history import History, Step
from yankao.kernel.programmes.lots import Lot
from yankao.kernel.testing import steps
from yankao.kernel.testing.cast import Cast
from yankao.kernel.testing.samples import Plan
from yankao.kernel.testing.year import Odds, Year, worked
from yankao.kernel.values.rows import fresh

from . import limits
from .models import Dispatch

PUBLISHED = {112: 112_385}  # not VOID; handbook 5-6 §27
THROUGH_APP = {112: 6_197}
VOID = 0.012
SPOTS = 30
KNOWN = 0.25  # gives about 1 % back within seven days; the records of 2016–2017 have 1.2 %
BY_HOUR = [2, 1, 1, 1, 1, 2, 5, 9, 13, 14, 13, 11, 8, 9, 11, 11, 10, 10, 10, 10, 9, 8, 6, 4]
BY_MONTH = [0.86, 0.84, 0.9, 0.94, 1.02, 1.14, 1.16, 1.2, 1.12, 1.04, 0.92, 0.86]
# Shares of the city's own records of 2016–2017, in ten thousand (24,718 cases; without a category
# 61, below one in a thousand left out).
CATEGORIES = {
    "lamp_out": 2717, "dirt": 981, "signal": 705, "air": 692, "noise": 581, "pothole": 517,
    "fallen_tree": 486, "manhole": 479, "park": 327, "sidewalk": 263, "rural_road": 209,
    "stray_dog": 201, "refuse": 191, "no_power": 183, "park_dirt": 165, "lamp_day": 150,
    "sewer": 147, "oil": 121, "wire": 112, "parking": 110, "pit": 97, "pipes": 84,
    "signal_time": 82, "posters": 80, "sinking": 51, "duct": 48, "transformer": 28,
    "rain_pond": 24, "occupation": 17, "scenic_damage": 13, "idling": 12, "backfill": 12,
}  # fmt: skip
RAIN = {"pothole": 1.5, "rain_pond": 3.0, "fallen_tree": 1.6, "sinking": 1.6, "air": 0.8}
STORM = {
    "fallen_tree": 14.0,
    "rain_pond": 30.0,
    "sewer": 5.0,
    "no_power": 6.0,
    "signal": 3.0,
    "lamp_out": 1.5,
    "noise": 0.3,
}
SAID = {
    "lamp_out": ["整排路燈不亮，晚上很暗", "第 {n} 盞路燈故障不亮", "路燈忽明忽暗"],
    "pothole": ["路面有坑洞約 {n} 公分，機車經過會跳起", "柏油破損成坑，已有人摔車"],
    "signal": ["號誌全滅，車輛搶道", "行人號誌一直閃爍，疑似故障"],
    "fallen_tree": ["路樹傾倒擋住慢車道", "大樹枝條斷裂垂落在人行道上"],
    "dirt": ["路邊堆放垃圾有異味", "工地泥水流到路面"],
    "noise": ["深夜施工噪音，無法入睡", "店家喇叭聲過大"],
    "air": ["有燃燒塑膠的味道", "工廠排放黑煙"],
    "stray_dog": ["一隻大狗追咬行人，請儘速捕捉"],
    "manhole": ["人孔蓋鬆動，車子經過會發出巨響"],
    "rain_pond": ["路面積水約 {n} 公分，機車無法通行"],
    "parking": ["車輛停在路口，擋住視線", "車輛併排停車，公車無法通過"],
    "leak": ["路面一直冒水，疑似水管破裂"],
}
ANY = ["請儘速派員處理", "已經造成通行不便，麻煩處理"]
ENDS = {
    "fixed": ["已派員到場處理完成，恢復正常", "已更換損壞零件並測試正常", "現場已清除完畢"],
    "made_safe": ["已圍設警示並排除立即危險，另排期修復"],
    "not_found": ["現場巡查未發現所述情形，已拍照存查"],
    "not_ours": ["屬其他機關權管，已電話轉請處理"],
    "refused": ["屬私人土地內設施，無法派工處理"],
}
RESULTS = Odds({"fixed": 868, "made_safe": 40, "not_found": 70, "not_ours": 16, "refused": 6})
SAFETY = ["已設置三角錐及警示帶", "已派員現場管制", "已放置警示燈"]


def minutes(count: float) -> timedelta:
    return timedelta(seconds=round(count * 60))


@dataclass
class Told:
    """What the dice say of one report before anything happens."""

    case: Case
    detail: Dispatch
    unit: Unit
    rng: Random


class Past:
    """The year's dispatches. What many share is asked once."""

    def __init__(self, year: Year) -> None:
        self.year = year
        total = year.published(PUBLISHED)
        self.counted = year.spread(total, self.weight)
        self.void = year.spread(round(total * VOID), self.weight)
        self.app = year.part(self.counted, year.published(THROUGH_APP))
        self.categories = {row.code: row for row in Category.objects.filter(programme="dispatch")}
        rules = JurisdictionRule.objects.filter(programme="dispatch", until=None, district=None)
        rows = rules.exclude(category=None).select_related("unit")
        self.units = {row.category_id: row.unit for row in rows}
        self.centre = Unit.objects.current().get(code="RDEC-JSC")
        self.control = Unit.objects.current().get(code="397220000A")
        self.cast = self.people()

    def plan(self) -> Plan:
        counts = {day: self.counted[day] + self.void[day] for day in self.year.days}
        return Plan(registry.get("dispatch"), counts, self.of, self.flag_recurrences)

    def people(self) -> Cast:
        posts = [("operator", self.centre, 12), ("controller", self.control, 2)]
        for unit in {unit.pk: unit for unit in self.units.values()}.values():
            posts += [("duty", unit, 3), ("crew", unit, 6)]
        return Cast.of("dispatch", posts, self.year.first, self.year.answered)

    def weight(self, day: date) -> float:
        """The month, the weekend, and a typhoon whose damage is reported for days."""
        storm = {0: 4.5, 1: 3.2, 2: 2.0, 3: 1.5}.get(self.year.after_storm(day), 1.0)
        return BY_MONTH[day.month - 1] * (1.0 if worked(day) else 0.82) * storm

    @cached_property
    def spots(self) -> list[tuple[District, float, float, str]]:
        """Points inside the city, more of them where more people live."""
        rng, found = self.year.dice("spots"), []
        for district in District.objects.order_by("code"):
            names = Road.objects.filter(district=district).order_by("name")
            roads = list(names.values_list("name", flat=True)[:400])
            for _number in range(max(3, round(SPOTS * 38 * district.population / 2_730_000))):
                lng = round(district.lng + rng.gauss(0, 0.006), 6)
                lat = round(district.lat + rng.gauss(0, 0.006), 6)
                inside = district_of(lng, lat)
                if inside and inside.pk == district.pk:
                    found.append((district, lng, lat, f"{district.name}{rng.choice(roads)}"))
        return found

    def door(self, rng: Random, road: str) -> str:
        """Many reports are about a place known for it, so some come back within days."""
        number = len(road) * 17 if rng.random() < KNOWN else rng.randrange(1, 400)
        return f"{road} {number} 號前"

    def of(self, lot: Lot) -> list[History]:
        """The day's reports in order of time."""
        dice, day = self.year.dice("dispatch", lot.day), lot.day
        kinds = ["void"] * self.void[day] + ["app"] * self.app[day]
        kinds += [""] * (len(lot.numbers) - len(kinds))
        dice.shuffle(kinds)
        moments = self.year.moments(dice, day, BY_HOUR, len(kinds))
        codes, weights = list(CATEGORIES), self.category_weights(day)
        chosen = dice.choices(codes, weights, k=len(kinds))
        open_ones: dict[str, tuple[History, datetime]] = {}
        told = zip(moments, kinds, chosen, strict=True)
        return [self.one(dice, at, kind, code, open_ones) for at, kind, code in told]

    def category_weights(self, day: date) -> list[float]:
        storm, rainy = self.year.after_storm(day), 5 <= day.month <= 9
        return [
            weight * (STORM.get(code, 1) if storm < 3 else RAIN.get(code, 1) if rainy else 1)
            for code, weight in CATEGORIES.items()
        ]

    def one(
        self, rng: Random, at: datetime, kind: str, code: str,
        open_ones: dict[str, tuple[History, datetime]],
    ) -> History:  # fmt: skip
        """One report: void, joined to one still open, or handled to its end."""
        told = self.told(rng, at, kind, code)
        by: Actor = Citizen() if told.case.channel == "web" else self.operator(rng)
        history = History(told.case, told.detail, [], by)
        main, until = open_ones.get(code, (None, at))
        joined = main and until > at + minutes(10) and rng.random() < 0.05
        if kind == "void":
            history.steps = self.voided(rng, at)
        elif main and joined:
            for name in ("district", "lng", "lat", "address"):
                setattr(told.case, name, getattr(main.case, name))
            history.steps = self.merged(rng, at, main)
        else:
            history.steps = list(self.handled(told))
            ends = (step.at for step in history.steps if step.state in ("planned", "closed"))
            open_ones[code] = (history, next(ends))
            last, scores = history.steps[-1], [48, 30, 12, 6, 4]
            history.rows = list(steps.rated(rng, last.at, 0.11, scores))
        return history

    def told(self, rng: Random, at: datetime, kind: str, code: str) -> Told:
        category, (district, lng, lat, road) = self.categories[code], rng.choice(self.spots)
        channel = (
            "web" if kind == "app" else rng.choices(["phone", "web", "counter"], [93, 5, 2])[0]
        )
        case = fresh(Case, {
            "address": self.door(rng, road), "lng": lng, "lat": lat, "opened_at": at,
            "channel": channel, "sub_channel": APP if kind == "app" else "",
            "category_id": category.pk, "district_id": district.pk,
        }, category=category, district=district)  # fmt: skip
        said = rng.choice(SAID.get(code, ANY)).format(n=rng.randrange(5, 40))
        detail = fresh(Dispatch, {"description": said})
        if channel == "phone":
            detail.call_ended_at = at
        return Told(case, detail, self.units[category.pk], rng)

    def operator(self, rng: Random) -> Person:
        return self.cast.one(rng, "operator", self.centre)

    def by_operator(
        self, rng: Random, at: datetime, state: str, action: str, **more: object
    ) -> Step:
        return Step(at, state, action, by=self.operator(rng), role="operator", **more)  # type: ignore[arg-type]

    def at_unit(
        self, told: Told, role: str, at: datetime, state: str, action: str, **more: object
    ) -> Step:
        who = self.cast.one(told.rng, role, told.unit)
        return Step(at, state, action, by=who, role=role, **more)  # type: ignore[arg-type]

    def voided(self, rng: Random, at: datetime) -> list[Step]:
        why = rng.choice(["民眾來電取消", "無法聯絡且地點不明", "測試來電"])
        return [self.by_operator(rng, at + minutes(rng.uniform(2, 30)), "void", "void", reason=why)]

    def merged(self, rng: Random, at: datetime, main: History) -> list[Step]:
        told = at + minutes(rng.uniform(1, 8))
        return [self.by_operator(rng, told, "duplicate", "merge", applies=steps.joining(main))]

    def handled(self, told: Told) -> Iterator[Step]:
        """Notified, accepted, done, closed; with what may come between."""
        rng, opened = told.rng, told.case.opened_at
        at = opened + minutes(rng.triangular(1, 14, 3))
        yield self.notice(told, at, "notify")
        if rng.random() < 0.03:
            at += minutes(rng.uniform(3, 25))
            yield self.at_unit(told, "duty", at, "misrouted", "misroute", reason="非本機關權管路段")
            told.unit = rng.choice(list(self.units.values()))
            at += minutes(rng.uniform(2, 12))
            yield self.notice(told, at, "notify")
        at += minutes(rng.triangular(2, 45, 9))
        yield self.at_unit(told, rng.choice(["duty", "crew"]), at, "handling", "accept")
        slow = rng.random() < (0.3 if self.year.after_storm(opened.date()) < 3 else 0.07)
        done = opened + minutes(rng.uniform(245, 900) if slow else rng.triangular(35, 238, 95))
        at = max(done, at + minutes(6))
        if rng.random() < 0.12:
            note = {"safety_note": rng.choice(SAFETY)}
            step = self.at_unit(told, "crew", at - minutes(3), "handling", "make_safe", values=note)
            yield step
        result = RESULTS.draw(rng)
        yield from self.ended(told, at, result)

    def notice(self, told: Told, at: datetime, action: str) -> Step:
        who = self.cast.one(told.rng, "duty", told.unit)
        values = {"phone_notice_at": at, "phone_notice_to": who.name}
        return self.by_operator(told.rng, at, "notified", action, unit=told.unit, values=values)

    def ended(self, told: Told, at: datetime, result: str) -> Iterator[Step]:
        """Reported done, perhaps returned once, closed or planned, now and then reopened."""
        rng = told.rng
        yield self.done(told, at, result)
        if rng.random() < 0.02:
            at += minutes(rng.uniform(5, 60))
            why = rng.choice(["照片看不出修復情形", "照片地點不符"])
            yield self.by_operator(rng, at, "handling", "rework", reason=why)
            at += minutes(rng.uniform(20, 200))
            yield self.done(told, at, result)
        at += minutes(rng.triangular(4, 200, 25))
        planned = result == "made_safe"
        yield self.by_operator(rng, at, "planned" if planned else "closed", "close")
        if planned:
            at += timedelta(days=rng.randrange(2, 20), minutes=rng.randrange(600))
            yield self.at_unit(told, "crew", at, "closed", "repair")
        elif rng.random() < 0.008:
            at += timedelta(hours=rng.uniform(2, 60))
            yield self.by_operator(rng, at, "handling", "reopen", reason="民眾反映問題仍在")
            at += minutes(rng.triangular(40, 235, 110))
            yield self.done(told, at, "fixed")
            yield self.by_operator(rng, at + minutes(30), "closed", "close")

    def done(self, told: Told, at: datetime, result: str) -> Step:
        values: dict[str, object] = {"result": result, "remedy": told.rng.choice(ENDS[result])}
        if result == "made_safe":
            values["planned_at"] = at.date() + timedelta(days=told.rng.randrange(3, 21))
        if result == "not_ours":
            values["handed_to"] = told.rng.choice(["公路局", "農田水利署", "台鐵公司"])
        role = told.rng.choice(["crew", "crew", "duty"])
        return self.at_unit(told, role, at, "done", "finish", values=values)

    def flag_recurrences(self) -> None:
        """The same category at the same place within seven days of its closing."""
        with connection.cursor() as cursor:
            told = {"first": self.year.first, "last": self.year.last}
            cursor.execute(AGAIN, told | {"days": limits.RECUR_DAYS.value()})


# Each case and what closed before it meet by their place; a table of the year's own, because the
# planner knows nothing of how often an address comes with a category.
AGAIN = """
WITH told AS MATERIALIZED (
  SELECT id, category_id, address, opened_at, closed_at FROM cases_case
  WHERE programme = 'dispatch' AND source_city = '' AND address <> ''
    AND (closed_at IS NULL OR closed_at >= %(first)s::date - %(days)s)
)
UPDATE dispatch_dispatch SET recurrence = true WHERE case_id IN (
  SELECT later.id FROM told AS later JOIN told AS before USING (category_id, address)
  WHERE before.id <> later.id
    AND later.opened_at BETWEEN %(first)s AND %(last)s::date + interval '1 day'
    AND before.closed_at
      BETWEEN later.opened_at - make_interval(days => %(days)s) AND later.opened_at
)
"""
