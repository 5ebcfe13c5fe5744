"""How the tests open an edition."""

ROLE = "editor"


def data(**more: object) -> dict[str, object]:
    told = {"kind": "annual", "edition": "112", "collect_by": "2026-07-10", "word_limit": 3000}
    return {**told, **more}
