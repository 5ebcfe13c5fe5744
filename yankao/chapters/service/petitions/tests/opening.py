"""How the tests open a petition: a call that a clerk writes down."""

from yankao.kernel.cases.models import Category

ROLE = "intake"


def category(code: str = "road_upkeep") -> int:
    return Category.objects.get(programme="petitions", code=code).pk


def data(**more: object) -> dict[str, object]:
    return {
        "category": category(), "channel": "phone", "subject": "建國三路路面維護",
        "content": "建國三路近來刨除後久未鋪設，請儘速辦理。", "kind": "administrative_interest",
        "contact_name": "王小明", "contact_phone": "0912345678", "read_back": "on", **more,
    }  # fmt: skip
