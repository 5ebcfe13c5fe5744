"""Every page has its endpoint, and the endpoint lets in exactly whom the page lets in."""

import pytest
from django.test import Client

from yankao.kernel.cases.models import Case, JurisdictionRule
from yankao.kernel.notices.letters import registry as letters
from yankao.kernel.programmes import registry
from yankao.kernel.programmes.api import counterparts
from yankao.kernel.programmes.api.rooms import api
from yankao.kernel.programmes.programme import Programme
from yankao.kernel.testing.desk import Desk
from yankao.kernel.testing.routes import sample_case

CLOSED = (401, 403, 404)


def test_every_page_has_an_endpoint_or_a_reason() -> None:
    assert list(counterparts.lacking()) == []


def test_a_forgotten_page_and_a_row_that_leads_nowhere_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = {key: row for key, row in counterparts.ROOMS.items() if key != "board/"}
    monkeypatch.setattr(counterparts, "ROOMS", rows | {"new/": "{room}_nothing", "gone/": "x"})
    told = "\n".join(counterparts.lacking())
    assert "<slug:name>/board/ has no endpoint" in told
    assert "gone/ is in the table but is no page" in told
    assert "no operation dispatch_nothing" in told


def one_of_each(room: Programme) -> list[str]:
    """Roles that differ in what they may see or manage; the rest would repeat an answer."""
    kinds: dict[tuple[object, ...], str] = {}
    for role in room.workflow.roles.values():
        if not role.held:
            continue
        named = [role.name in {r.name for r in group}
                 for group in (room.managers, room.overseers, room.opened_by)]  # fmt: skip
        kind = (*named, role.sees_all)
        kinds.setdefault(kind, role.name)
    return list(kinds.values())


def filled(address: str, room: Programme, case: Case) -> str:
    """An address with its variables filled in so that everything it names exists."""
    rule = JurisdictionRule.objects.filter(programme=room.name).first()
    letter = next(one for one in letters.values() if one.audience == "official")
    values = {
        "slug:chapter": room.chapter, "slug:name": room.name, "str:number": case.number,
        "number": case.number, "str:kind": "csv", "kind": "csv",
        "str:letter_name": letter.name, "letter": letter.name, "slug:channel": "inbox",
        "channel": "inbox", "slug:language": "en", "language": "en",
        "str:setting": room.settings[0].name if room.settings else "x",
        "setting": room.settings[0].name if room.settings else "x",
        "int:pk": str(rule.pk if rule else 1), "code": case.category.code if case.category else "x",
    }  # fmt: skip
    for name, value in values.items():
        address = address.replace(f"<{name}>", value).replace(f"{{{name}}}", value)
    return address


def answers(client: Client, method: str, address: str) -> int:
    if method == "get":
        return client.get(address).status_code
    told = {"reason": "測試理由"}
    return getattr(client, method)(address, told, content_type="application/json").status_code


def page_answers(client: Client, address: str) -> int:
    found = client.get(address).status_code
    return client.post(address, {"reason": "測試理由"}).status_code if found == 405 else found


def elsewhere(word: str, path: str, room: Programme, case: Case) -> bool:
    """Addresses of rows that this case and room do not have; other tests know them."""
    nobody = word.endswith("_contact") and case.contact is None
    return "{pk}" in path or "{view}" in path or nobody or (
        "{setting}" in path and not room.settings
    )  # fmt: skip


@pytest.mark.parametrize("name", [room.name for room in registry.every()])
def test_the_api_lets_in_whom_the_page_lets_in(city: None, frozen: object, name: str) -> None:
    """Role by page by endpoint: whoever finds nothing on the page finds nothing here."""
    desk = Desk(name, frozen)  # type: ignore[arg-type]
    room, case = desk.programme, sample_case(desk)
    addresses = {
        told["operationId"]: (path, method)
        for path, methods in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items()
        for method, told in methods.items()
    }
    for role in one_of_each(room):
        client = desk.client(role)
        for route, row in counterparts.ROOMS.items():
            if "<int:pk>" in route or isinstance(row, counterparts.Without):
                continue
            page = filled(f"/{counterparts.ROOM}{route}", room, case)
            closed = page_answers(client, page) in CLOSED
            for word in row.replace("{action}", "").split():
                path, method = addresses[word.format(room=name)]
                if elsewhere(word, path, room, case):
                    continue
                found = answers(client, method, filled(path, room, case))
                if closed or method == "get":
                    assert (found in CLOSED) == closed, f"{role} {page} {method} {path}: {found}"
