"""Which closed cases are read again each month: a share of every agency, by channel."""

import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from math import ceil

from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Role
from yankao.kernel.people.models import Duty, Person
from yankao.kernel.tasks import asking

from ..programme import Programme
from .models import Review
from .sheet import Sheet


def size(closed: int, percent: int, least: int) -> int:
    """The share, at least the minimum, all if there are fewer."""
    return min(closed, max(ceil(closed * percent / 100), least))


def shares(strata: dict[str, int], wanted: int) -> dict[str, int]:
    """How many of each channel: in proportion, the largest remainders first."""
    total = sum(strata.values())
    exact = {name: wanted * count / total for name, count in strata.items()}
    given = {name: int(share) for name, share in exact.items()}
    rest = sorted(exact, key=lambda name: (given[name] - exact[name], name))
    for name in rest[: wanted - sum(given.values())]:
        given[name] += 1
    return given


def draw(cases: Sequence[Case], seed: str, percent: int, least: int) -> list[Case]:
    """The sample of one agency's month; the same seed draws the same cases."""
    by_channel: dict[str, list[Case]] = defaultdict(list)
    for case in sorted(cases, key=lambda one: one.number):
        by_channel[case.channel].append(case)
    if not cases:
        return []
    dice, wanted = random.Random(seed), size(len(cases), percent, least)
    parts = shares({name: len(rows) for name, rows in by_channel.items()}, wanted)
    return [one for name in sorted(parts) for one in dice.sample(by_channel[name], parts[name])]


def last_month(now: datetime) -> tuple[datetime, datetime]:
    """From the first of last month to the first of this one, in Taipei."""
    until = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (until - timedelta(days=1)).replace(day=1), until


def sample(programme: Programme, sheet: Sheet, now: datetime) -> int:
    """Draws last month's sample once; answers with how many reviews are new."""
    since, until = last_month(now)
    by_agency: dict[int, list[Case]] = defaultdict(list)
    for case in sheet.closed(since, until).exclude(holder=None).select_related("holder"):
        by_agency[case.holder_id or 0].append(case)
    percent, least = sheet.percent.value(), sheet.least.value()
    made = 0
    for cases in by_agency.values():
        seed = f"{cases[0].holder.code if cases[0].holder else ''}:{since:%Y%m}"
        for case in draw(cases, seed, percent, least):
            made += ask_to_read(programme, sheet, case, since.date(), now)
    return made


def ask_to_read(programme: Programme, sheet: Sheet, case: Case, month: date, now: datetime) -> bool:
    """Readers in turn; nobody reads what he handled himself."""
    role = sheet.reader
    if case.confidential and sheet.confidential_reader:
        role = sheet.confidential_reader
    readers = [one for one in holders(programme, role) if one.pk != case.handler_id]
    unit = case.holder
    if not readers or unit is None:
        return False
    reader = readers[case.pk % len(readers)]
    _review, fresh = Review.objects.get_or_create(
        case=case, month=month, defaults={"unit": unit, "reader": reader, "drawn_at": now}
    )
    asking.ask(
        _("回復品質抽查 {number}").format(number=case.number), of=reader, by=None, at=now,
        case=case, kind="quality", key=f"quality:{case.pk}:{month:%Y%m}",
    )  # fmt: skip
    return fresh


def holders(programme: Programme, role: Role) -> list[Person]:
    duties = Duty.objects.in_force(timezone.now()).filter(programme=programme.name, role=role.name)
    rows = Person.objects.filter(is_active=True, pk__in=duties.values("person"))
    return list(rows.order_by("pk"))
