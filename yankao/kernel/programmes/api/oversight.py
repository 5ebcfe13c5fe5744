"""What overseers look at beside the board: what comes back, and the board for a disaster."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from .. import patterns, surge
from ..programme import Programme
from ..schemas import Problem
from .door import overseeing, through, who


class SpotOut(Schema):
    """A place or asset reported several times; `query` lists its cases."""

    category: str
    where: str
    reports: int
    incidents: int
    again: int
    last: datetime
    query: str


class HoldOut(Schema):
    unit: str
    since: datetime
    until: datetime | None


class HoldsOut(Schema):
    number: str
    holds: list[HoldOut]


class WayOut(Schema):
    giver: str
    taker: str
    times: int
    back: int


class PatternsOut(Schema):
    totals: dict[str, int]
    spots: list[SpotOut]
    assets: list[SpotOut]
    recurring: list[str]
    chains: list[HoldsOut]
    ways: list[WayOut]


class DistrictOut(Schema):
    district: str
    urgent: int
    open: int
    untold: int
    overdue: int
    hour: int


class HourOut(Schema):
    hour: datetime
    received: int
    closed: int


class SurgeOut(Schema):
    """`waiting` are the numbers of cases no unit was told of, danger first."""

    declared: list[str]
    waiting: list[str]
    districts: list[DistrictOut]
    hours: list[HourOut]


def add(router: Router, programme: Programme) -> None:
    name, guard = programme.name, overseeing(programme)

    @router.get(
        "/patterns", response={200: PatternsOut, 404: Problem}, auth=guard,
        operation_id=f"{name}_patterns",
    )  # fmt: skip
    def found(request: HttpRequest, days: str = "") -> Any:
        """Hotspots, recurrences and hand-overs of the last 7, 30 or 90 days."""
        told = patterns.seen(programme, who(request), patterns.span(days))
        chains = [{"number": one.case.number, "holds": one.holds} for one in told["chains"]]
        return told | {"recurring": [case.number for case in told["recurring"]], "chains": chains}

    @router.get(
        "/patterns/pins", response=dict[str, Any], auth=guard, operation_id=f"{name}_pattern_pins"
    )
    def pins(request: HttpRequest, days: str = "") -> Any:
        """Hotspots as GeoJSON."""
        return patterns.pins_of(programme, who(request), patterns.span(days))

    surges(router, programme)


def surges(router: Router, programme: Programme) -> None:
    @router.get(
        "/surge", response={200: SurgeOut, 404: Problem},
        auth=through(lambda person: surge.has_surge(programme, person)),
        operation_id=f"{programme.name}_surge",
    )  # fmt: skip
    def board(request: HttpRequest) -> Any:
        """What pours in, by district and hour, and what waits to be told."""
        told = surge.seen(programme, who(request))
        return {
            "declared": [str(closure) for closure, _district in told["declared"]],
            "waiting": [case.number for case in told["waiting"]],
            "districts": [{**row, "district": d.name} for d, row in told["districts"]],
            "hours": [{"hour": h, "received": a, "closed": b} for h, a, b in told["hours"]],
        }
