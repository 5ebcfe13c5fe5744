"""How the tests make sessions and book."""

from datetime import datetime, timedelta

from django.utils import timezone

from yankao.kernel.cases.models import Category
from yankao.kernel.values.taipei import local

from ..models import Booking, Lawyer, Session, Site, Slot
from ..slots import cut

ROLE = "officer"
PEOPLE = ["王小明", "陳美玲", "林志強", "張雅雯", "李國華", "黃淑貞", "吳俊宏", "劉怡君"]


def matter(code: str = "civil") -> int:
    return Category.objects.get(programme="legal_advice", code=code).pk


def lawyer(name: str = "李義務") -> Lawyer:
    told = {
        "bar_number": f"臺檢證字第{Lawyer.objects.count() + 1:05d}號",
        "pledged_on": "2026-01-05",
    }
    return Lawyer.objects.get_or_create(name=name, defaults=told)[0]


def session(
    days: int = 3,
    hour: int = 14,
    hours: float = 2,
    *,
    site: str = "鳳山",
    by: str = "李義務",
    **more: object,
) -> Session:
    """Some hours of a lawyer so many days from now, cut into slots."""
    here = local(timezone.now()) + timedelta(days=days)
    start: datetime = here.replace(hour=hour, minute=0, second=0, microsecond=0)
    made = Session.objects.create(
        site=Site.objects.get(name=site), lawyer=lawyer(by), starts_at=start,
        ends_at=start + timedelta(hours=hours), **more,
    )  # fmt: skip
    Slot.objects.bulk_create(cut(made))
    return made


def free(made: Session) -> list[Slot]:
    """What may be booked of it, in order of time."""
    return list(made.slots.filter(walk_in=False, booking=None))


def person(name: str = "", **more: object) -> dict[str, object]:
    """What somebody says of themselves; another person each time unless named."""
    place = Booking.objects.count()
    name = name or PEOPLE[place % len(PEOPLE)] + str(place // len(PEOPLE) or "")
    return {
        "category": matter(), "contact_name": name, "contact_phone": f"0912345{place:03d}",
        "contact_email": f"citizen{place}@example.tw", "id_last4": "1234", "language": "zh",
        "mode": "in_person", "people": 1, **more,
    }  # fmt: skip


def data(slot: Slot | None = None, **more: object) -> dict[str, object]:
    """A booking by telephone; of a fresh session when none is said."""
    by = f"律師{Lawyer.objects.count()}"
    slot = slot or free(session(by=by))[0]
    return {**person(), "channel": "phone", "slot": slot.pk, **more}
