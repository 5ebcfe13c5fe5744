"""Sessions of these weeks: who is booked, who waits at home, who is here now and was advised."""

import random
from datetime import datetime, timedelta

from yankao.kernel.cases.actors import Citizen
from yankao.kernel.cases.errors import CaseError
from yankao.kernel.cases.models import Case, Category
from yankao.kernel.people.models import Person
from yankao.kernel.programmes import desk, registry
from yankao.kernel.testing.accounts import on_duty
from yankao.kernel.testing.samples import Plan
from yankao.kernel.testing.year import Year, hours, worked
from yankao.kernel.values.taipei import day_of, local, midnight

from . import limits, slots
from .forms import WalkInForm
from .models import Lawyer, Session, Site, Slot
from .past import AFTERNOON, LENGTH, MATTERS, MORNING, NAME, Past, name_of
from .states import DESK, LAWYER

LAWYERS, AHEAD = 6, 14  # volunteers, and the days whose sessions are planned already
TAKEN = 0.6
WAITING, WALKED_IN = 3, 4
OPEN_HOURS = range(8, 21)  # at night nobody sits at a desk
# All that was booked has ended a day later.
SETTLES = timedelta(days=1)


def live(rng: random.Random, now: datetime) -> str:
    """Bookings of these days at every site, a full afternoon with a list, and people here now."""
    people = on_duty(NAME)
    hold_sessions(rng, now, people[LAWYER.name, "RDEC-JSC"])
    free = list(slots.bookable(now))
    full = next((slot.session_id for slot in free if day_of(slot.starts_at) > day_of(now)), 0)
    clerk = people[DESK.name, "RDEC-JSC"]
    for slot in free:
        if slot.session_id == full or rng.random() < TAKEN:
            book(rng, now, clerk, slot=slot.pk)
    for _number in range(WAITING if full else 0):
        book(rng, now, clerk, site=Session.objects.get(pk=full).site_id)
    walk_in(rng, now, clerk)
    return f"{Case.objects.open().filter(programme=NAME).count()} live cases"


def hold_sessions(rng: random.Random, now: datetime, account: Person) -> None:
    """Two a day at the first site and one at another; today's first has just begun."""
    told = {"pledged_on": day_of(now)}
    lawyers = [
        Lawyer.objects.create(name=name_of(rng), bar_number=f"展示 {n + 1:02d}", **told)
        for n in range(LAWYERS)
    ]
    matters = list(Category.objects.filter(programme=NAME))
    for lawyer in lawyers:
        lawyer.fields.set(rng.sample(matters, 2))
    Lawyer.objects.filter(pk=lawyers[0].pk).update(person=account, name=account.name)
    sites, begun = list(Site.objects.order_by("order")), local(now).replace(minute=0, second=0)
    if begun.hour in OPEN_HOURS:
        hold(sites[0], lawyers[0], begun.replace(microsecond=0))
    days = (day_of(now) + timedelta(days=n) for n in range(1, AHEAD + 1))
    for number, day in enumerate(filter(worked, days)):
        hold(sites[0], lawyers[number % 3], midnight(day) + MORNING, video=True)
        hold(sites[0], lawyers[3], midnight(day) + AFTERNOON)
        hold(sites[1 + number % 7], lawyers[4 + number % 2], midnight(day) + AFTERNOON)


def hold(site: Site, lawyer: Lawyer, at: datetime, **more: object) -> None:
    told = {"site": site, "lawyer": lawyer, "starts_at": at, "ends_at": at + LENGTH, **more}
    Slot.objects.bulk_create(slots.cut(Session.objects.create(**told)))


def said(rng: random.Random) -> dict[str, object]:
    """What somebody says of themselves."""
    matter = rng.choices(list(MATTERS), list(MATTERS.values()))[0]
    return {
        "category": Category.objects.get(programme=NAME, code=matter).pk,
        "contact_name": name_of(rng), "contact_phone": f"09{rng.randrange(10**7, 10**8)}",
        "id_last4": f"{rng.randrange(10**4):04d}", "language": "zh", "mode": "in_person",
        "people": rng.choice([1, 1, 1, 2]), "channel": rng.choice(["phone", "phone", "counter"]),
    }  # fmt: skip


def book(rng: random.Random, now: datetime, clerk: Person, **wish: object) -> None:
    """By telephone, at the counter or by the citizen, some time of the last days."""
    room, at = registry.get(NAME), now - hours(rng.uniform(0.1, 60))
    alone = rng.random() < 0.4
    intake = room.public.intake if alone and room.public else None
    by = Citizen() if alone else clerk
    try:
        desk.open_case(room, {**said(rng), **wish}, by=by, at=at, intake=intake)
    except CaseError:
        return  # two of one name on the same day


def walk_in(rng: random.Random, now: datetime, clerk: Person) -> None:
    """Those of today's session: one advised, one inside, the others in line."""
    rows = Session.objects.filter(starts_at__lte=now, ends_at__gt=now)
    session = rows.order_by("-starts_at").first()
    for number in range(WALKED_IN if session else 0):
        form = WalkInForm({**said(rng), "session": session and session.pk})
        if not form.is_valid():
            continue
        came = now - hours(1 - number / 5)
        case = desk.store(registry.get(NAME), form, by=clerk, at=came)
        if number < 2:
            desk.act(case, "call", by=clerk, at=came + hours(0.1))
        if number < 1:
            told = {"minutes": limits.SLOT_MINUTES.value(), "referral": "none"}
            desk.act(case, "serve", by=clerk, at=came + hours(0.4), data=told)


def year(asked: Year) -> Plan:
    """The consultations of a whole year, as many as were published."""
    return Past(asked.settled(SETTLES)).plan()
