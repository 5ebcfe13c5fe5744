"""A year of consultations that might have been: the sessions first, then who came to each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from random import Random

from yankao.kernel.cases.actors import Actor, Citizen
from yankao.kernel.cases.models import Case, Category
from yankao.kernel.cases.numbers import SeriesInUse
from yankao.kernel.people.models import Person
from yankao.kernel.programmes import registry
from yankao.kernel.programmes.history import History, Step
from yankao.kernel.programmes.lots import Lot
from yankao.kernel.testing import steps
from yankao.kernel.testing.cast import GIVEN, SURNAMES, Cast, contact
from yankao.kernel.testing.samples import Plan
from yankao.kernel.testing.year import Year, hours, worked
from yankao.kernel.values.rows import fresh
from yankao.kernel.values.taipei import day_of, midnight

from . import keys, limits
from .models import Booking, Lawyer, Session, Site, Slot
from .slots import cut
from .states import DESK, State

NAME = "legal_advice"
PUBLISHED = {112: 8_308}  # served; handbook 5-6 §27
NO_SHOWS, CANCELLED, SPARE = 0.07, 0.09, 1.4
LAWYERS = 24
MORNING, AFTERNOON, LENGTH = timedelta(hours=9), timedelta(hours=14), timedelta(hours=3)
BY_HOUR = [1, 1, 0, 0, 0, 0, 1, 3, 9, 12, 12, 9, 6, 9, 11, 10, 8, 5, 4, 5, 6, 6, 4, 2]
LEADS = {1: 14, 2: 16, 3: 18, 4: 17, 5: 15, 6: 12, 7: 8}  # days from asking to the consultation
MATTERS = {
    "civil": 46, "family": 24, "criminal": 14, "labour": 8, "administrative": 5, "other": 3,
}  # fmt: skip
LANGUAGES = {"vi": 20, "id": 10, "en": 6, "th": 4, "tl": 3, "formosan": 2}
REFERRALS = {"none": 74, "legal_aid": 13, "mediation": 8, "labour": 3, "protection": 2}
SCORES = [56, 34, 7, 2, 1]


@dataclass
class Told:
    """One person's time at a site: how it ends and when it was asked for."""

    kind: str
    slot: Slot
    at: datetime
    code: str


class Past:
    """The year's bookings, dealt to the days on which they were made."""

    def __init__(self, year: Year) -> None:
        self.year, self.rng, self.total = year, year.dice(NAME), year.published(PUBLISHED)
        self.categories = {row.code: row for row in Category.objects.filter(programme=NAME)}
        self.sites = list(Site.objects.select_related("unit").order_by("order"))
        desks = [(DESK.name, site.unit, 3) for site in self.sites]
        self.cast = Cast.of(NAME, desks, year.first, year.answered)
        self.made: dict[date, list[Told]] = {day: [] for day in year.days}
        for told in self.dealt(self.slots()):
            self.made[day_of(told.at)].append(told)

    def plan(self) -> Plan:
        counts = {day: len(made) for day, made in self.made.items()}
        return Plan(registry.get(NAME), counts, self.of)

    def slots(self) -> list[Slot]:
        """All times of the year's sessions; those of a year that is stored already are read.
        Raises SeriesInUse when it was stored with another number of sessions.
        """
        prefix, table = f"sample.{self.year.first.year}.", list(self.timetable())
        places = LENGTH // timedelta(minutes=limits.SLOT_MINUTES.value())
        wanted = min(len(table), ceil(self.total * SPARE / places))
        held = Session.objects.filter(lawyer__bar_number__startswith=prefix)
        if not held.exists():
            self.hold([table[n * len(table) // wanted] for n in range(wanted)], prefix)
        elif held.count() != wanted:
            raise SeriesInUse(prefix)
        rows = Slot.objects.filter(session__in=held)
        rows = rows.select_related("session__site__unit", "session__lawyer")
        return list(rows.order_by("starts_at", "session__site__order"))

    def hold(self, chosen: list[tuple[datetime, Site]], prefix: str) -> None:
        """Sessions, each with a lawyer and its slots."""
        told, rng = {"active": False, "pledged_on": self.year.first}, self.year.dice(NAME, "names")
        lawyers = Lawyer.objects.bulk_create(
            Lawyer(name=name_of(rng), bar_number=f"{prefix}{number:02d}", **told)
            for number in range(LAWYERS)
        )
        made = Session.objects.bulk_create(
            Session(site=site, lawyer=lawyers[n % LAWYERS], starts_at=at, ends_at=at + LENGTH)
            for n, (at, site) in enumerate(chosen)
        )
        Slot.objects.bulk_create(slot for session in made for slot in cut(session))

    def timetable(self) -> Iterator[tuple[datetime, Site]]:
        """All day at the first site, afternoons at the second, two a week at the others."""
        first, second, *others = self.sites
        for day in filter(worked, self.year.days):
            yield midnight(day) + MORNING, first
            yield midnight(day) + AFTERNOON, first
            yield midnight(day) + AFTERNOON, second
            for place, site in enumerate(others):
                if (day.toordinal() + place) % 5 in (0, 2):
                    yield midnight(day) + AFTERNOON, site

    def dealt(self, slots: list[Slot]) -> Iterator[Told]:
        """Exactly as many served as were published; each person has a slot of their own."""
        self.rng.shuffle(slots)
        free, codes = iter(slots), dict[tuple[int, date], set[str]]()
        kinds = {"cancelled": CANCELLED, "no_show": NO_SHOWS, "served": 1}
        for kind, part in kinds.items():
            for _number in range(round(self.total * part)):
                slot = next(slot for slot in free if kind == "served" or not slot.walk_in)
                day = slot.session.site_id, day_of(slot.starts_at)
                code = self.code(codes.setdefault(day, set()))
                yield Told(kind, slot, self.asked_at(slot), code)

    def code(self, used: set[str]) -> str:
        """Six digits that nobody else has at that site on that day."""
        while (found := f"{self.rng.randrange(10**6):06d}") in used:
            continue
        used.add(found)
        return found

    def asked_at(self, slot: Slot) -> datetime:
        """Some days before, within the year; whoever walks in, the same day."""
        if slot.walk_in:
            return slot.starts_at - timedelta(seconds=self.rng.randrange(240, 4200))
        lead = self.rng.choices(list(LEADS), list(LEADS.values()))[0]
        day = max(day_of(slot.starts_at) - timedelta(days=lead), self.year.first)
        return self.year.moments(self.rng, day, BY_HOUR, 1)[0]

    def of(self, lot: Lot) -> list[History]:
        """The day's bookings in order of time."""
        dice = self.year.dice(NAME, lot.day)
        made = sorted(self.made[lot.day], key=lambda told: (told.at, told.slot.pk))
        return [self.one(dice, told) for told in made]

    def one(self, rng: Random, told: Told) -> History:
        history = self.booked(rng, told)
        match told.kind:
            case "cancelled" if self.may_cancel(told):
                left = steps.setting(slot=None)
                gone = told.at + hours(rng.uniform(0.1, 5))
                history.steps.append(steps.citizen(gone, State.CANCELLED, "cancel", applies=left))
            case "served":
                history.steps += self.served(rng, told, history)
                history.rows = list(steps.rated(rng, history.steps[-1].at, 0.22, SCORES))
            case _:
                gone = limits.absent_from(told.slot.starts_at) + hours(rng.uniform(0.01, 0.2))
                absent = step(gone, State.NO_SHOW, "no_show", self.desk(rng, told))
                absent.applies = steps.setting(slot=None)
                history.steps.append(absent)
        return history

    def may_cancel(self, told: Told) -> bool:
        """There is still a working day between; whoever is too late does not come."""
        return limits.may_still_cancel(told.slot.starts_at, told.at + hours(5))

    def desk(self, rng: Random, told: Told) -> Person:
        return self.cast.one(rng, DESK.name, told.slot.session.site.unit)

    def booked(self, rng: Random, told: Told) -> History:
        """Who asked, by which way, about what; and the time they were given at once."""
        slot, walk_in, at = told.slot, told.slot.walk_in, told.at
        channel = "counter" if walk_in else self.channel(rng, at)
        by: Actor = Citizen() if channel == "web" else self.desk(rng, told)
        case = fresh(Case, {"opened_at": at, "channel": channel})
        case.category = self.categories[rng.choices(list(MATTERS), list(MATTERS.values()))[0]]
        case.holder = slot.session.site.unit
        detail = self.detail(rng, told)
        history = History(case, detail, [], by, salt=f"{rng.getrandbits(128):032x}")
        history.contact = contact(rng, channel)
        name, last4 = name_of(rng), f"{rng.randrange(10**4):04d}"
        history.contact.name, history.contact.phone = name, f"0900-{rng.randrange(10**6):06d}"
        detail.name_key, detail.person_key = keys.name_key(name), keys.person_key(name, last4)
        seated = State.CHECKED_IN if walk_in else State.BOOKED
        history.steps.append(steps.system(NAME, at, seated, "seat"))
        return history

    def detail(self, rng: Random, told: Told) -> Booking:
        slot, at = told.slot, told.at
        detail = fresh(Booking, {
            "code": told.code, "walk_in": slot.walk_in, "starts_at": slot.starts_at,
            "people": rng.choices([1, 2, 3], [78, 19, 3])[0],
            "checked_in_at": at if slot.walk_in else None,
        })  # fmt: skip
        detail.site, detail.session, detail.slot = slot.session.site, slot.session, slot
        needs = limits.INTERPRETER_WORKDAYS.value()
        if not slot.walk_in and day_of(slot.starts_at) >= limits.workdays_ahead(needs, at):
            if rng.random() < 0.05:
                detail.language = rng.choices(list(LANGUAGES), list(LANGUAGES.values()))[0]
            detail.sign = rng.random() < 0.006
        return detail

    def channel(self, rng: Random, at: datetime) -> str:
        """The desk answers in office hours; the form on the web always."""
        if at != self.year.into_office(rng, at):
            return "web"
        return rng.choices(["web", "phone", "counter"], [45, 43, 12])[0]

    def served(self, rng: Random, told: Told, history: History) -> Iterator[Step]:
        """Here, called in, advised within the time of the slot."""
        start, by = told.slot.starts_at, self.desk(rng, told)
        if not told.slot.walk_in:
            here = start - hours(rng.uniform(0.03, 0.4))
            yield step(here, State.CHECKED_IN, "check_in", by, checked_in_at=here)
        called, took = start + hours(rng.uniform(0, 0.03)), round(rng.triangular(5, 18, 16))
        yield step(called, State.CHECKED_IN, "call", by)
        sent = rng.choices(list(REFERRALS), list(REFERRALS.values()))[0]
        done = called + hours(took / 60)
        yield step(done, State.SERVED, "serve", by, minutes=took, referral=sent)


def step(at: datetime, state: str, action: str, by: Person, **values: object) -> Step:
    """What the desk of the site does."""
    return Step(at, state, action, values=values, by=by, role=DESK.name)


def name_of(rng: Random) -> str:
    """Nobody's name on purpose."""
    return rng.choice(SURNAMES) + rng.choice(GIVEN)
