"""A city with a past: units, officials, and so many past cases, the same every time."""

import random
import sys
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from yankao.chapters.service.dispatch.models import Dispatch
from yankao.kernel.cases.actors import System
from yankao.kernel.cases.models import Case, Category
from yankao.kernel.geo.models import District, Road
from yankao.kernel.people.models import Person, Unit
from yankao.kernel.programmes import founding, registry
from yankao.kernel.programmes.history import History, Step
from yankao.kernel.programmes.lots import Lot, drawn, record
from yankao.kernel.programmes.models import ApiKey
from yankao.kernel.testing import accounts
from yankao.kernel.testing.statics import collect
from yankao.kernel.values.rows import fresh
from yankao.kernel.values.taipei import midnight

ROOM = "dispatch"
CITY_YEAR = 315_265  # petitions and dispatches of 2023 together
RECENT = timedelta(days=30)
STILL_OPEN = 0.2
SAID = [
    "路面有坑洞約 {n} 公分",
    "編號 {n} 路燈不亮",
    "樹枝斷裂擋住車道",
    "積水約 {n} 公分",
    "號誌全滅",
]


@dataclass(frozen=True)
class City:
    """What the scenes need to know of it."""

    cases: int
    operator: str
    controller: str
    key: str

    @classmethod
    def filled(cls, wanted: int) -> "City":
        """The city as it lies, with as many cases as are missing."""
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        collect()
        founding.found()
        people = accounts.enter()
        there = Case.objects.filter(programme=ROOM).count()
        fill(there, wanted)
        tomorrow = timezone.localdate() + timedelta(days=1)
        key = ApiKey.make(people["operator"], "bench", tomorrow)
        total = Case.objects.filter(programme=ROOM).count()
        return cls(total, session(people["operator"]), session(people["controller"]), key)


def session(person: Person) -> str:
    """The cookie of somebody who has signed in."""
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return f"sessionid={client.cookies['sessionid'].value}"


def fill(there: int, wanted: int) -> None:
    """What is missing, day by day through the same bulk path as an import, by all processors."""
    if wanted <= there:
        return
    now, programme = timezone.now(), registry.get(ROOM)
    past = Past(now)
    record(drawn(programme, days(now.date(), wanted - there)), past.of, say=show)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def days(today: date, count: int) -> dict[date, int]:
    """So many cases, a city-year of them in each year that ends today."""
    length = max(1, round(count / CITY_YEAR)) * 365
    edges = [count * place // length for place in range(length + 1)]
    spread = zip(range(length, 0, -1), pairwise(edges), strict=True)
    return {today - timedelta(days=ago): until - since for ago, (since, until) in spread}


def show(done: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done:,}", end="", file=sys.stderr, flush=True)


class Past:
    """Reports of the past; those of the last month may still be open, however long the past."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.categories = list(Category.objects.filter(programme=ROOM, active=True).order_by("pk"))
        self.districts = list(District.objects.order_by("code"))
        units = Unit.objects.current().filter(level="second")
        self.units = list(units.order_by("code"))
        roads = Road.objects.order_by("pk").values_list("name", flat=True)
        self.roads = list(roads[:2000])

    def of(self, lot: Lot) -> list[History]:
        """The day's reports in order of time."""
        rng = random.Random(f"{lot.day} {lot.numbers[:1]}")
        times = sorted(rng.uniform(0, 1440) for _number in lot.numbers)
        return [self.one(rng, midnight(lot.day) + timedelta(minutes=at)) for at in times]

    def one(self, rng: random.Random, opened: datetime) -> History:
        district, category = rng.choice(self.districts), rng.choice(self.categories)
        case = fresh(Case, {
            "address": f"{district.name}{rng.choice(self.roads)} {rng.randrange(1, 400)} 號前",
            "lng": round(district.lng + rng.gauss(0, 0.01), 6),
            "lat": round(district.lat + rng.gauss(0, 0.01), 6),
            "channel": rng.choice(["phone", "phone", "web"]), "opened_at": opened,
        })  # fmt: skip
        case.category, case.district = category, district
        said = rng.choice(SAID).format(n=rng.randrange(1, 9999))
        steps = steps_of(rng, opened, rng.choice(self.units))
        if self.now - opened < RECENT and rng.random() < STILL_OPEN:
            steps = steps[: rng.randrange(3)]
        steps = [step for step in steps if step.at < self.now]
        return History(case, fresh(Dispatch, {"description": said}), steps, System("bench"))


def steps_of(rng: random.Random, opened: datetime, unit: Unit) -> list[Step]:
    """Notified, accepted, done, closed."""
    ends = [rng.uniform(1, 20), rng.uniform(20, 40), rng.uniform(50, 300), rng.uniform(300, 900)]
    moves = [
        ("notified", "notify"),
        ("handling", "accept"),
        ("done", "finish"),
        ("closed", "close"),
    ]
    told = zip(moves, (opened + timedelta(minutes=end) for end in ends), strict=True)
    return [Step(at, state, action, unit=unit) for (state, action), at in told]
