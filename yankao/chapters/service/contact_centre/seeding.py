"""What people ask about, who knows the answer, and the seats of the floor."""

import csv
from datetime import date
from pathlib import Path

from yankao.kernel.cases.models import Category, JurisdictionRule
from yankao.kernel.people.models import Unit

from .effects import NAME
from .models import Seat

TOPICS = Path(__file__).parent / "data" / "topics.csv"
SINCE = date(2009, 10, 1)
BY_TOPIC = "各機關組織規程所定權責"
SEATS, IN_A_ROW = 33, 7  # handbook 5-6 §27; the plan itself is ours


def read() -> list[dict[str, str]]:
    with TOPICS.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def seed() -> None:
    """Adds what is missing; what officials changed stays as they left it."""
    rows = read()
    found = {}
    for order, row in enumerate(rows):
        told = {
            "name": row["name"], "name_en": row["name_en"], "group": row["group"],
            "group_en": row["group_en"], "order": order,
        }  # fmt: skip
        found[row["code"]], _new = Category.objects.get_or_create(
            programme=NAME, code=row["code"], defaults=told
        )
    if not JurisdictionRule.objects.filter(programme=NAME).exists():
        units = {unit.code: unit for unit in Unit.objects.current()}
        JurisdictionRule.objects.bulk_create(
            JurisdictionRule(
                programme=NAME, category=found[row["code"]], unit=units[row["unit"]],
                reason=BY_TOPIC, since=SINCE,
            )
            for row in rows
            if row["unit"] in units
        )  # fmt: skip
    if not Seat.objects.exists():
        Seat.objects.bulk_create(
            Seat(number=n + 1, row=n // IN_A_ROW, column=n % IN_A_ROW) for n in range(SEATS)
        )
