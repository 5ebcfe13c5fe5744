"""How the tests open a dispatch."""

from yankao.kernel.cases.models import Category

ROLE = "operator"


def data(**more: object) -> dict[str, object]:
    category = Category.objects.get(programme="dispatch", code=more.pop("code", "pothole"))
    return {
        "category": category.pk, "address": "三民區建國三路 12 號前",
        "lng": 120.3020, "lat": 22.6390,
        "channel": "phone", "contact_name": "王小明", "contact_phone": "0912345678",
        "description": "路面有一個大坑洞,機車差點摔倒", "read_back": "on", **more,
    }  # fmt: skip
