"""The matters people ask about and the sites of the annual report."""

from yankao.kernel.cases.models import Category
from yankao.kernel.geo.models import District
from yankao.kernel.people.models import Unit

from .models import Site

MATTERS = [
    ("civil", "民事", "Civil", "借貸、租賃、買賣、車禍賠償、不動產"),
    ("criminal", "刑事", "Criminal", "告訴、被告、詐騙、偵查與審判程序"),
    ("family", "家事", "Family", "離婚、監護、扶養、繼承"),
    ("administrative", "行政", "Administrative", "罰單、稅捐、訴願、國家賠償"),
    ("labour", "勞動", "Labour", "工資、資遣、職業災害"),
    ("other", "其他", "Other", "不確定屬於哪一類"),
]
SITES = [
    ("四維", "RDEC-JSC", "苓雅", "苓雅區四維三路2號", "四維行政中心聯合服務中心"),
    ("鳳山", "F01004", "鳳山", "", "鳳山區公所"),
    ("岡山", "F01006", "岡山", "", "岡山區公所"),
    ("旗山", "F01013", "旗山", "", "旗山區公所"),
    ("林園", "F01024", "林園", "", "林園區公所"),
    ("前鎮", "397590000A", "前鎮", "", "前鎮區公所"),
    ("旗津", "397600000A", "旗津", "", "旗津區公所"),
    ("新住民會館", "397120000J", "", "", "新住民會館"),
]


def seed() -> None:
    """Adds what is missing; what officials changed stays as they left it."""
    for order, (code, name, english, hint) in enumerate(MATTERS):
        told = {
            "name": name, "name_en": english, "group": "問題類別", "group_en": "Matter",
            "hint": hint, "order": order,
        }  # fmt: skip
        Category.objects.get_or_create(programme="legal_advice", code=code, defaults=told)
    if Site.objects.exists():
        return
    units = {unit.code: unit for unit in Unit.objects.current()}
    districts = {row.name.removesuffix("區"): row for row in District.objects.all()}
    for order, (name, unit, district, address, room) in enumerate(SITES):
        if unit in units:
            Site.objects.create(
                name=name,
                unit=units[unit],
                order=order,
                address=address,
                room=room,
                district=districts.get(district),
            )
