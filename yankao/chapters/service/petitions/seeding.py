"""The city's usual subjects of petition and who is competent for each."""

import csv
from datetime import date
from pathlib import Path

from yankao.kernel.cases.models import Category, JurisdictionRule
from yankao.kernel.geo.models import District
from yankao.kernel.people.models import Unit

SUBJECTS = Path(__file__).parent / "data" / "categories.csv"
SINCE = date(2010, 12, 25)
BY_SUBJECT = "各機關組織規程所定權責"
BY_DISTRICT = "區里事務由所在地區公所辦理"
DISTRICT_OFFICE = "district"


def seed() -> None:
    """Adds what is missing; what officials changed stays as they left it."""
    categories = {row["code"]: stored(row, order) for order, row in enumerate(read())}
    if JurisdictionRule.objects.filter(programme="petitions").exists():
        return
    units = {unit.code: unit for unit in Unit.objects.current()}
    rules = []
    for row in read():
        category = categories[row["code"]]
        if row["unit"] == DISTRICT_OFFICE:
            rules += by_district(category)
        else:
            unit = units[row["unit"]]
            rules.append(JurisdictionRule(category=category, unit=unit, reason=BY_SUBJECT))
    for rule in rules:
        rule.programme, rule.since = "petitions", SINCE
    JurisdictionRule.objects.bulk_create(rules)


def read() -> list[dict[str, str]]:
    with SUBJECTS.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def stored(row: dict[str, str], order: int) -> Category:
    found, _new = Category.objects.get_or_create(
        programme="petitions",
        code=row["code"],
        defaults={
            "name": row["name"], "name_en": row["name_en"], "group": row["group"],
            "group_en": row["group_en"], "order": order,
        },
    )  # fmt: skip
    return found


def by_district(category: Category) -> list[JurisdictionRule]:
    offices = {
        unit.short_name.removesuffix("公所"): unit
        for unit in Unit.objects.current().filter(level="district")
    }
    return [
        JurisdictionRule(
            category=category, district=district, unit=offices[district.name], reason=BY_DISTRICT
        )
        for district in District.objects.all()
        if district.name in offices
    ]
