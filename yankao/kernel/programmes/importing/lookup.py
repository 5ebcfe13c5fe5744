"""What a source's words mean here: categories, units, districts, points."""

from dataclasses import dataclass, field
from datetime import date
from math import isfinite

from yankao.kernel.cases.models import Category
from yankao.kernel.exchange.mapping import Mapping
from yankao.kernel.geo.models import District
from yankao.kernel.geo.places import Kind, check_place
from yankao.kernel.people.models import Unit

from .counting import Findings

Point = tuple[float, float]


@dataclass(frozen=True)
class Lookup:
    """The rows of this city that a mapping may lead to, read once."""

    mapping: Mapping
    categories: dict[str, Category]
    units: dict[str, list[Unit]]
    districts: dict[str, District]
    found: dict[tuple[str, date], Unit] = field(default_factory=dict)

    @classmethod
    def of(cls, mapping: Mapping) -> "Lookup":
        units: dict[str, list[Unit]] = {}
        for unit in Unit.objects.order_by("valid_from"):
            units.setdefault(unit.code, []).append(unit)
        rows = Category.objects.filter(programme=mapping.programme)
        districts = {district.name: district for district in District.objects.all()}
        return cls(mapping, {row.code: row for row in rows}, units, districts)

    def category(self, said: str, findings: Findings) -> Category | None:
        """Ours for what the source calls it; empty is none, strange is remarked."""
        if not said:
            return None
        code = self.mapping.our_category(said)
        if code is None or (code and code not in self.categories):
            findings.remark("unknown_category", said)
            return None
        return self.categories[code] if code else None

    def unit(self, said: str, on: date, findings: Findings) -> Unit | None:
        """The unit that had this code on that day."""
        if not said:
            return None
        if (said, on) in self.found:
            return self.found[said, on]
        for unit in self.units.get(self.mapping.units.get(said, said), []):
            if unit.valid_from <= on and (unit.valid_to is None or on < unit.valid_to):
                self.found[said, on] = unit
                return unit
        findings.remark("unknown_unit", said)
        return None

    def district(self, said: str, findings: Findings) -> District | None:
        if not said or not self.mapping.ours:
            return None
        if said not in self.districts:
            findings.remark("unknown_district", said)
        return self.districts.get(said)

    def point(
        self, lng: str, lat: str, district: District | None, findings: Findings
    ) -> Point | None:
        """The point, if it can be one: in the city for our own rows, anywhere for others."""
        found = numbers(lng, lat, findings)
        if found is None:
            return None
        if found in self.mapping.default_points:
            findings.repaired("default_point_dropped")
            return None
        return self.in_city(found, district, findings) if self.mapping.ours else found

    def in_city(self, point: Point, district: District | None, findings: Findings) -> Point | None:
        check = check_place(*point, district)
        match check.kind:
            case Kind.OK:
                return point
            case Kind.OTHER_DISTRICT:
                findings.remark("outside_district", f"{district} / {check.district}")
                return point
            case Kind.SWAPPED:
                findings.repaired("coordinates_swapped")
                return point[1], point[0]
        findings.remark("outside_city", f"{point[0]}, {point[1]}")
        return None


def numbers(lng: str, lat: str, findings: Findings) -> Point | None:
    """Two numbers or none; zeros and whole degrees are no place."""
    if not lng and not lat:
        return None
    try:
        point = float(lng), float(lat)
    except ValueError:
        findings.repaired("coordinates_unreadable")
        return None
    if not all(map(isfinite, point)) or point == (0, 0):
        findings.repaired("zero_point_dropped")
        return None
    if point[0].is_integer() and point[1].is_integer():
        findings.repaired("rounded_point_dropped")
        return None
    return point
