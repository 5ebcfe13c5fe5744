"""How the tests open a manuscript."""

from yankao.kernel.people.models import Unit

ROLE = "editor"


def data(**more: object) -> dict[str, object]:
    unit = Unit.objects.current().get(code=more.pop("unit_code", "B01000"))
    told = {
        "title": "道路養護", "chapter": "works", "unit": unit.pk, "order": 10, "word_limit": 3000,
        "due_on": "2026-07-10",
    }  # fmt: skip
    return {**told, **more}
