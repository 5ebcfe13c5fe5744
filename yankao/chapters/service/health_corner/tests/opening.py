"""How the tests enter a visit."""

ROLE = "nurse"


def data(service: str = "sudden", **more: object) -> dict[str, object]:
    care = "rested" if service in ("wound", "sudden") else ""
    return {"service": service, "age": "40-64", "sex": "female", "care": care, **more}
