"""What the model of categories learns from: the city's own 1999 cases, earlier ones first."""

import csv
from collections.abc import Sequence
from pathlib import Path

from yankao.kernel.exchange.reader import Reader
from yankao.kernel.text.learning import Example

from .exchange import SOURCES
from .seeding import read

WEIGHTS = Path(__file__).parent / "data" / "categories.model.gz"
HELD_BACK = 0.2
SAID_BY_NAME = 4  # how often a category's own name is heard, so that rare ones are known at all


def lessons(files: Sequence[Path]) -> tuple[list[Example], list[Example]]:
    """To learn from, and the latest fifth by date, held back to be measured with."""
    ours = crosswalk()
    rows = sorted(
        (row for file in files for _line, row in Reader(file)), key=lambda row: row["created_at"]
    )
    told = [
        (row["description"], ours[row["category"]])
        for row in rows
        if row["description"] and row["category"] in ours
    ]
    cut = round(len(told) * (1 - HELD_BACK))
    return told[:cut] + names(), told[cut:]


def crosswalk() -> dict[str, str]:
    with (SOURCES / "kaohsiung_categories.csv").open(encoding="utf-8") as file:
        return {row["source"]: row["ours"] for row in csv.DictReader(file)}


def names() -> list[Example]:
    rows = [(f"{row['name']} {row['name_en']}", row["code"]) for row in read()]
    return rows * SAID_BY_NAME
