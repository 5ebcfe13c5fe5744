"""Every address: which are open, and that a stranger finds nothing behind the others."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from yankao.kernel.cases.models import Case
from yankao.kernel.figures import registry as figures
from yankao.kernel.people.models import Duty, Person
from yankao.kernel.programmes import registry
from yankao.kernel.testing.desk import PASSWORD, Desk
from yankao.kernel.testing.routes import OPEN, sample_case

ROOMS = list(registry.every())


def leaves(
    patterns: list[URLPattern | URLResolver], before: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Every address pattern with its view."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from leaves(pattern.url_patterns, route)
        else:
            yield route, pattern


def routes() -> list[tuple[str, URLPattern]]:
    return list(leaves(get_resolver().url_patterns))


def filled(route: str, case: Case) -> str:
    """An address with its variables filled in for one case."""
    action = next(iter(case.workflow.actions))
    room = registry.of(case)
    category = case.category_id or 1
    values = {
        "<slug:chapter>": room.chapter, "<slug:name>": room.name, "<str:number>": case.number,
        "<slug:action_name>": action, "<str:kind>": "csv", "<int:pk>": str(category),
        "<str:setting>": room.settings[0].name if room.settings else "x",
        "<str:figure_name>": f"{room.name}.opened", "<name>": f"{room.name}.opened",
        "<number>": case.number, "<pk>": str(category),
    }  # fmt: skip
    for variable, value in values.items():
        route = route.replace(variable, value)
    return "/" + route.lstrip("^").rstrip("$")


def guarded() -> list[str]:
    """Every route that asks for a sign-in."""
    return [
        route for route, pattern in routes()
        if not getattr(pattern.callback, "public", False) and not route.startswith(OPEN)
    ]  # fmt: skip


@pytest.fixture
def desk(city: None, frozen: object) -> Desk:
    return Desk("dispatch", frozen)  # type: ignore[arg-type]


@pytest.fixture(params=[room.name for room in ROOMS])
def case(request: pytest.FixtureRequest, city: None, frozen: object) -> Case:
    """One case of each room."""
    return sample_case(Desk(request.param, frozen))  # type: ignore[arg-type]


def person(desk: Desk, name: str) -> Client:
    """An official without any duty."""
    Person.objects.create_user(name, PASSWORD, name=name, unit=desk.unit("A04000"))
    client = Client(raise_request_exception=False)
    client.force_login(
        Person.objects.get(username=name), "django.contrib.auth.backends.ModelBackend"
    )
    return client


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_gets_in_without_signing_in(case: Case, method: str) -> None:
    for route in guarded():
        answer = getattr(Client(), method)(filled(route, case))
        assert answer.status_code in (302, 401, 403, 404, 405), f"{method} {route}"
        if answer.status_code == 302:
            assert "/accounts/login/" in answer.url, f"{method} {route} led to {answer.url}"


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_official_without_a_duty_finds_nothing(desk: Desk, case: Case, method: str) -> None:
    stranger = person(desk, "stranger")
    for route in guarded():
        if "<slug:chapter>" not in route and "service/" not in route:
            continue
        answer = getattr(stranger, method)(filled(route, case))
        assert answer.status_code in (400, 404, 405), f"{method} {route}: {answer.status_code}"


def test_a_duty_elsewhere_opens_no_case_of_another_unit(desk: Desk) -> None:
    case = sample_case(desk)
    desk.do("notify", case, "operator",
            {"unit": desk.unit("B01000").pk, "phone_notice_to": "李值勤"})  # fmt: skip
    desk.person("duty", unit="A04000")
    client = desk.client("duty@A04000")
    for route in guarded():
        if "<str:number>" in route and "<slug:chapter>" in route:
            answer = client.get(filled(route, case))
            assert answer.status_code in (404, 405), f"{route}: {answer.status_code}"
    assert case.number not in client.get("/service/dispatch/").content.decode()
    assert case.number not in client.get("/service/dispatch/export.csv").getvalue().decode()
    assert client.get(f"/desk/search/?q={case.number}").status_code == 200


def test_every_role_may_press_only_its_own_actions(desk: Desk, case: Case) -> None:
    """The whole matrix: role by action, in the state the case is in."""
    programme = registry.of(case)
    room = Desk(programme.name, desk.clock)
    for role in programme.workflow.roles.values():
        if not role.held:
            continue
        client = room.client(role.name)
        for action in programme.workflow.leaving(case.state):
            if case.state not in action.froms:  # a press before this one moved it
                continue
            answer = client.post(f"{programme.url}{case.number}/do/{action.name}/", {})
            allowed = role.name in {r.name for r in action.roles}
            case.refresh_from_db()
            if not allowed:
                assert answer.status_code in (403, 404), f"{role.name} {action.name}"
            address = f"{programme.api}cases/{case.number}/{action.name}"
            answer = client.post(address, {}, content_type="application/json")
            case.refresh_from_db()
            if not allowed and answer.status_code != 422:
                assert answer.status_code in (403, 404, 405), f"API {role.name} {action.name}"


def test_no_duty_is_left_over(desk: Desk) -> None:
    """Ended duties open nothing."""
    case = sample_case(desk)
    controller = desk.person("controller")
    assert desk.get(f"/service/dispatch/{case.number}/", by="controller").status_code == 200
    Duty.objects.filter(person=controller).update(until="2026-06-01")
    assert desk.get(f"/service/dispatch/{case.number}/", by="controller").status_code == 404


def test_an_address_that_no_page_has_says_so_without_a_sign_in(desk: Desk) -> None:
    """Told by the address alone: behind a room that exists, every number asks to sign in."""
    case = sample_case(desk)
    for path in ("/nope/", "/desk/nope/", "/service/nope/", "/service/nope/SD1/do/close/"):
        answer = Client().get(path)
        assert answer.status_code == 404, path
        assert 'href="/"' in answer.content.decode(), path
        english = Client(headers={"accept-language": "en"}).get(path)
        assert "Page not found" in english.content.decode(), path
        assert (
            f'href="/accounts/login/?next={path.replace("/", "%2F")}"' in english.content.decode()
        )
    for number in (case.number, "SD9990101-0001"):
        answer = Client().get(f"/service/dispatch/{number}/")
        assert (answer.status_code, "/accounts/login/" in answer["Location"]) == (302, True)


TOKEN = re.compile("[A-Za-z0-9]{64}")


@pytest.mark.parametrize("name", ["dispatch.nope", "nope", next(
    figure.full for figure in figures.every() if not figure.public
)])  # fmt: skip
def test_of_a_figure_for_officials_a_stranger_learns_no_more_than_of_none(
    desk: Desk, name: str
) -> None:
    known = next(figure.full for figure in figures.every() if figure.public)
    for place in ("", "rows/", "data.csv"):
        answer = Client().get(f"/figures/{name}/{place}")
        assert answer.status_code == 404, place
        none = Client().get(f"/figures/no.such/{place}").content.decode()
        assert TOKEN.sub("", answer.content.decode().replace(name, "no.such")) == TOKEN.sub(
            "", none
        )
        asked = Client().get(f"/figures/{known}/{place}")
        assert (asked.status_code, "/accounts/login/" in asked["Location"]) == (302, True)


@pytest.mark.parametrize("method", ["get", "post", "put"])
@pytest.mark.parametrize("path", ["nope", "service/nope/cases", "counter/nope/", ""])
def test_an_address_the_api_lacks_is_told_as_endpoints_tell_it(
    desk: Desk, method: str, path: str
) -> None:
    missing = desk.get("/api/v1/service/dispatch/cases/SD9990101-0001", by="operator")
    answer = getattr(Client(), method)(f"/api/v1/{path}")
    assert answer.status_code == missing.status_code == 404
    assert answer["Content-Type"].startswith("application/json")
    assert answer.json() == missing.json()
