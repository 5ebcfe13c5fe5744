"""The catalogue and the first jurisdiction rules, from the city's own 1999 records."""

import csv
import tomllib
from datetime import date
from pathlib import Path

from yankao.kernel.cases.models import Category, JurisdictionRule
from yankao.kernel.geo.models import District
from yankao.kernel.people.models import Unit

QUESTIONS = Path(__file__).parent / "data" / "questions.toml"
CATALOGUE = Path(__file__).parent / "data" / "catalogue.csv"
SINCE = date(2010, 12, 25)
OWNERS = [("taipower", "E01005"), ("water", "E01003"), ("telecom", "E01004"), ("gas", "E02000")]
NARROW = ["pothole", "uneven", "sinking", "sidewalk", "lamp_out", "lamp_day", "fallen_tree"]
FROM_FEED = "1999 派工系統 105–106 年受理單位"
BY_WIDTH = "路寬未滿 6 公尺由區公所維護（鼓山區公所公告 D2）"
BY_OWNER = "設施所有人負責維護；市府機關仍負回復責任"


def seed() -> None:
    """Adds what is missing; what officials changed stays as they left it."""
    units = {unit.code: unit for unit in Unit.objects.current()}
    categories = {row["code"]: stored(row, order) for order, row in enumerate(read())}
    ask(categories)
    if JurisdictionRule.objects.filter(programme="dispatch").exists():
        return
    rules = [
        JurisdictionRule(
            category=categories[row["code"]], unit=units[row["unit"]], reason=FROM_FEED
        )
        for row in read()
    ]
    rules += [
        JurisdictionRule(asset_owner=owner, group="道路", unit=units[code], reason=BY_OWNER)
        for owner, code in OWNERS
    ]
    rules += narrow_roads(categories)
    for rule in rules:
        rule.programme, rule.since = "dispatch", SINCE
    JurisdictionRule.objects.bulk_create(rules)


def ask(categories: dict[str, Category]) -> None:
    """Gives each category its questions, once; what officials made of them stays."""
    asked = questions()
    fresh = [
        row for code, row in categories.items() if code in asked and "questions" not in row.data
    ]
    for row in fresh:
        row.data = row.data | {"questions": asked[row.code]}
    Category.objects.bulk_update(fresh, ["data"])


def read() -> list[dict[str, str]]:
    with CATALOGUE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def questions() -> dict[str, list[dict[str, object]]]:
    """What each category asks, by its code, in the order of the file."""
    found: dict[str, list[dict[str, object]]] = {}
    with QUESTIONS.open("rb") as file:
        rows = tomllib.load(file)["question"]
    for row in rows:
        values = [
            {"key": key, "name": name, "name_en": en} for key, name, en in row.get("values", ())
        ]
        kind = row.get("datatype") or ("singlevaluelist" if values else "string")
        told = {k: v for k, v in row.items() if k != "categories"}
        for code in row["categories"]:
            found.setdefault(code, []).append(told | {"values": values, "datatype": kind})
    return found


def stored(row: dict[str, str], order: int) -> Category:
    found, _new = Category.objects.get_or_create(
        programme="dispatch",
        code=row["code"],
        defaults={
            "name": row["name"], "name_en": row["name_en"], "group": row["group"],
            "group_en": row["group_en"], "order": order,
            "data": {"sensitive_place": True} if row["flags"] == "sensitive_place" else {},
        },
    )  # fmt: skip
    return found


def narrow_roads(categories: dict[str, Category]) -> list[JurisdictionRule]:
    """Roads narrower than six metres belong to the district office of the place."""
    offices = {
        u.short_name.removesuffix("公所"): u
        for u in Unit.objects.current().filter(level="district")
    }
    return [
        JurisdictionRule(
            category=categories[code], district=district, width_max=6,
            unit=offices[district.name], reason=BY_WIDTH,
        )
        for district in District.objects.all()
        if district.name in offices
        for code in NARROW
    ]  # fmt: skip
