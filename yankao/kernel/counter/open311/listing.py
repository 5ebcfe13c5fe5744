"""What was reported and what became of it; never who; in whose words only masked."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from yankao.kernel.cases.models import Case, CaseQuerySet
from yankao.kernel.values.taipei import TAIPEI, local

from .. import doors
from .door import Open311
from .formats import Problem, listed

WINDOW = timedelta(days=90)
MOST = 1000


def found(door: Open311, request: HttpRequest) -> list[Case]:
    """The rows asked for, newest first; numbers override all else."""
    asked = request.GET
    rows = door.cases().order_by("-opened_at", "-pk")
    numbers = listed(asked.getlist("service_request_id"))
    if numbers:
        return list(rows.filter(number__in=numbers[:MOST]))
    since, until = window(asked.get("start_date", ""), asked.get("end_date", ""))
    rows = rows.filter(opened_at__gte=since, opened_at__lte=until)
    codes = listed(asked.getlist("service_code"))
    if codes:
        rows = rows.filter(category__code__in=codes)
    rows = in_status(rows, door, listed(asked.getlist("status")))
    page, size = paging(request)
    return list(rows[(page - 1) * size : page * size])


def in_status(rows: CaseQuerySet, door: Open311, wanted: "list[str] | Any") -> CaseQuerySet:
    strange = set(wanted) - {"open", "closed"}
    if strange:
        raise Problem(400, f"status must be open or closed, not {', '.join(sorted(strange))}")
    if set(wanted) == {"open"}:
        return rows.filter(state__in=door.under_way)
    return rows.exclude(state__in=door.under_way) if set(wanted) == {"closed"} else rows


def window(start: str, end: str) -> tuple[datetime, datetime]:
    """At most ninety days; the most recent ninety when nothing is said."""
    since, until = moment("start_date", start), moment("end_date", end)
    now = timezone.now()
    if until is None:
        until = min(since + WINDOW, now) if since else now
    since = since or until - WINDOW
    if since > until:
        raise Problem(400, "start_date is after end_date")
    if until - since > WINDOW:
        raise Problem(400, "start_date and end_date may not span more than 90 days")
    return since, until


def moment(name: str, said: str) -> datetime | None:
    """W3C format; a plus sign that came as a blank is put back."""
    if not said:
        return None
    try:
        read = datetime.fromisoformat(said.strip().replace(" ", "+", 1) if "T" in said else said)
    except ValueError as error:
        raise Problem(400, f"{name} must look like 2010-01-01T00:00:00Z") from error
    return read if read.tzinfo else read.replace(tzinfo=TAIPEI)


def paging(request: HttpRequest) -> tuple[int, int]:
    told = []
    for name, default in (("page", 1), ("page_size", MOST)):
        said = request.GET.get(name, str(default))
        if not (said.isascii() and said.isdigit() and 1 <= int(said[:9]) <= 1_000_000):
            raise Problem(400, f"{name} must be a whole number from 1 on")
        told.append(int(said))
    return told[0], min(told[1], MOST)


def following(request: HttpRequest, shown: int) -> str:
    """The address of the next page, when there may be one."""
    page, size = paging(request)
    if shown < size or "service_request_id" in request.GET:
        return ""
    query = [(k, v) for k, values in request.GET.lists() for v in values if k != "page"]
    return request.build_absolute_uri(f"{request.path}?{urlencode([*query, ('page', page + 1)])}")


def one(door: Open311, number: str) -> Case:
    case = door.cases().filter(number__iexact=number).first()
    if case is None:
        raise Problem(404, f"service_request_id {number} was not found")
    return case


def told(door: Open311, case: Case) -> dict[str, Any]:
    """The public record of a case."""
    category, is_open = case.category, case.state in door.under_way
    seen = doors.pin(case)
    changed = case.closed_at or (case.last_entry.at if case.last_entry else case.opened_at)
    return {
        "service_request_id": case.number,
        "status": "open" if is_open else "closed",
        "status_notes": door.notes(case),
        "service_name": str(category),
        "service_code": category.code if category else None,
        "description": doors.words(case) or None,
        "agency_responsible": str(case.holder) if case.holder else None,
        "service_notice": door.notice(category) if category else None,
        "requested_datetime": stamp(case.opened_at),
        "updated_datetime": stamp(changed),
        "expected_datetime": stamp(case.due_at),
        "address": doors.place(case),
        "address_id": None,
        "zipcode": case.district.zip3 if case.district else None,
        "lat": seen[1] if seen else None,
        "long": seen[0] if seen else None,
        "media_url": None,
    }


def stamp(at: datetime | None) -> str | None:
    return local(at).isoformat(timespec="seconds") if at else None
