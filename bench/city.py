"""A city with a past: units, officials, and so many cases of two years, the same every time."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from yankao.chapters.service.dispatch.models import Dispatch
from yankao.kernel.cases.actors import System
from yankao.kernel.cases.models import Case, Category
from yankao.kernel.geo.models import District, Road
from yankao.kernel.people.loading import UNITS, load_units
from yankao.kernel.people.models import Person, Unit
from yankao.kernel.programmes import registry
from yankao.kernel.programmes.history import History, Recorder, Step
from yankao.kernel.programmes.models import ApiKey
from yankao.kernel.testing import accounts
from yankao.kernel.testing.city import seed_rooms
from yankao.kernel.testing.statics import collect

ROOM = "dispatch"
BATCH = 1000
STILL_OPEN = 0.02
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
        load_units(UNITS)
        seed_rooms()
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
    """Batch by batch, through the same bulk path as an import."""
    rng, recorder = random.Random(112), Recorder(registry.get(ROOM))
    now = timezone.now()
    for start in range(there, wanted, BATCH):
        pasts = past(rng, now, min(BATCH, wanted - start))
        with transaction.atomic():
            recorder.store(list(pasts))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def past(rng: random.Random, now: datetime, count: int) -> Iterator[History]:
    """Reports of two years; nearly all are closed."""
    categories = list(Category.objects.filter(programme=ROOM, active=True).order_by("pk"))
    districts = list(District.objects.order_by("code"))
    units = list(Unit.objects.current().filter(level="second").order_by("code"))
    roads = list(Road.objects.order_by("pk").values_list("name", flat=True)[:2000])
    for _ in range(count):
        district, opened = (
            rng.choice(districts),
            now - timedelta(minutes=rng.uniform(10, 1_051_200)),
        )
        case = Case(
            category=rng.choice(categories),
            district=district,
            address=f"{district.name}{rng.choice(roads)} {rng.randrange(1, 400)} 號前",
            lng=round(district.lng + rng.gauss(0, 0.01), 6),
            lat=round(district.lat + rng.gauss(0, 0.01), 6),
            channel=rng.choice(["phone", "phone", "web"]),
            opened_at=opened,
        )
        said = rng.choice(SAID).format(n=rng.randrange(1, 9999))
        steps = steps_of(rng, opened, rng.choice(units))
        if rng.random() < STILL_OPEN:
            steps = steps[: rng.randrange(3)]
        yield History(case, Dispatch(description=said), steps, System("bench"))


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
