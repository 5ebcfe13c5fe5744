"""Every operation of the API, asked whatever its description allows: never an error of the server.

FUZZ_EXAMPLES=50 asks longer; what is asked follows openapi.json, so new operations are asked too.
"""

import json
import os
from base64 import b64encode
from collections.abc import Iterator
from datetime import date

import pytest
import schemathesis
from django.conf import settings
from django.test import Client
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as examples

from yankao.kernel.cases.models import Case
from yankao.kernel.counter.tests.conftest import Citizen
from yankao.kernel.people.models import Duty, Person, Unit
from yankao.kernel.programmes import registry
from yankao.kernel.programmes.models import ApiKey
from yankao.kernel.testing.desk import Desk
from yankao.kernel.testing.routes import sample_case

DESCRIBED = json.loads((settings.ROOT / "openapi.json").read_text())
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "2"))
bounded = examples(
    max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
    phases=[Phase.generate], suppress_health_check=list(HealthCheck),
)  # fmt: skip
SCHEMA = schemathesis.openapi.from_dict(DESCRIBED)
OPERATIONS = {
    f"{one.method.upper()} {one.path}": one
    for one in (result.ok() for result in SCHEMA.get_all_operations())
}


def group_of(path: str) -> str:
    """The room; what belongs to no room goes by its first word."""
    words = path.strip("/").split("/")[2:]
    return "/".join(words[:2]) if words[0] in CHAPTERS else words[0]


CHAPTERS = {room.chapter for room in registry.every()}
GROUPS = sorted({group_of(one.path) for one in OPERATIONS.values()})


@pytest.fixture
def keys(
    city: None, frozen: object, tmp_path: object, settings: object
) -> Iterator[dict[str, str]]:
    """An official with every duty there is, and a citizen with a receipt; one case of each room."""
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    home = Unit.objects.current().get(code="B01000")
    person = Person.objects.create_user("everyone", name="萬能", unit=home)
    numbers = {}
    for room in registry.every():
        numbers[room.name] = sample_case(Desk(room.name, frozen)).number  # type: ignore[arg-type]
        for role in room.workflow.roles.values():
            if not (role.citizen or role.system):
                Duty.objects.create(person=person, programme=room.name, role=role.name, unit=home,
                                    since=date(2026, 1, 1))  # fmt: skip
    case, password = Citizen().receipt()
    told = b64encode(f"{case.number}:{password}".encode()).decode()
    yield {
        "X-API-Key": ApiKey.make(person, "fuzz", date(2027, 1, 1)),
        "Authorization": f"Basic {told}", **numbers,
    }  # fmt: skip


def ask(case: schemathesis.Case, keys: dict[str, str]) -> None:
    """As a program would: real numbers where one is wanted, everything else as it comes."""
    room = next((name for name in keys if f"/{name}/" in case.path), "dispatch")
    if "number" in (case.path_parameters or {}):
        case.path_parameters["number"] = keys[room]
    sent = case.as_transport_kwargs(base_url="http://testserver")
    headers = {name: str(value) for name, value in (sent.get("headers") or {}).items()}
    client = Client(raise_request_exception=True)
    body = {"json": json.dumps(sent["json"], default=str)} if sent.get("json") is not None else {}
    answer = client.generic(
        case.method, sent["url"].removeprefix("http://testserver"), query_params=sent.get("params"),
        data=body.get("json") or sent.get("data") or "",
        content_type=headers.get("Content-Type", "application/json"),
        headers={k: keys[k] for k in ("X-API-Key", "Authorization")},
    )  # fmt: skip
    assert answer.status_code < 500, f"{case.method} {sent['url']} {body}: {answer.content!r}"


@pytest.mark.django_db
@pytest.mark.parametrize("group", GROUPS)
def test_no_request_that_the_description_allows_breaks_the_server(
    group: str, keys: dict[str, str]
) -> None:
    for name, operation in OPERATIONS.items():
        if group_of(operation.path) != group:
            continue

        @bounded
        @given(case=operation.as_strategy())
        def pressed(case: schemathesis.Case) -> None:
            ask(case, keys)

        try:
            pressed()
        except Exception as error:
            error.add_note(name)
            raise


def test_a_number_of_cases_is_asked() -> None:
    assert len(OPERATIONS) > 100 and Case is not None
