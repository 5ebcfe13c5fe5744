"""No page is wider than its screen, breaks a rule of axe-core or complains; both languages."""

from collections.abc import Iterator

import pytest

from yankao.kernel.cases.models import Case, Category, JurisdictionRule
from yankao.kernel.programmes import registry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROOM = "/service/dispatch/"
# By day on a desk, at night on a telephone: contrast is measured at the first width.
PLACES = [("zh-TW", "light", [1280, 390]), ("en-US", "dark", [390, 1280])]
LETTERS = "/service/petitions/"
PUBLIC = ["/", "/report/dispatch/", "/report/petitions/", "/progress/", "/progress/lost/",
          "/progress/mine/", "/map/", "/follow/", "/accounts/login/", "/nothing/here/",
          "/numbers/", "/numbers/dispatch.received/"]  # fmt: skip


def operators(cases: dict[str, Case]) -> list[str]:
    done, new = cases["done"], cases["new"]
    return [
        "/desk/", "/desk/?tab=mine", "/desk/?tab=tasks", "/desk/?tab=letters", "/desk/me/",
        "/desk/search/", "/desk/search/?q=坑洞", "/desk/search/?q=沒有這種東西",
        ROOM, f"{ROOM}?open=true&state=done&order=due", f"{ROOM}?q=沒有這種東西", f"{ROOM}new/",
        f"{ROOM}{done.number}/", f"{ROOM}{new.number}/", f"{ROOM}{new.number}/do/notify/",
        f"{ROOM}{new.number}/do/void/", f"{ROOM}{done.number}/do/close/",
        f"{ROOM}{done.number}/do/correct/", f"{ROOM}{done.number}/outside/",
    ]  # fmt: skip


def controllers(cases: dict[str, Case]) -> list[str]:
    category = Category.objects.filter(programme="dispatch").first()
    rule = JurisdictionRule.objects.filter(programme="dispatch").first()
    setting = registry.get("dispatch").settings[0].name
    assert category and rule
    return [
        "/figures/", f"{ROOM}figures/", "/figures/dispatch.four_hours/?by=category",
        "/figures/dispatch.received/rows/", "/figures/dispatch.app/",
        f"{ROOM}board/", f"{ROOM}settings/", f"{ROOM}settings/value/{setting}/",
        f"{ROOM}settings/category/{category.pk}/", f"{ROOM}settings/rule/{rule.pk}/",
        f"{ROOM}settings/try/", f"{ROOM}settings/try/?category={category.pk}",
        f"{ROOM}settings/closures/", f"{ROOM}settings/duties/", f"{ROOM}settings/letters/",
        f"{ROOM}settings/checklists/", f"{ROOM}settings/checklists/new/",
        f"{ROOM}settings/replies/", f"{ROOM}settings/replies/new/",
    ]  # fmt: skip


def crews(cases: dict[str, Case]) -> list[str]:
    number = cases["handled"].number
    return ["/desk/", "/desk/batches/", f"{ROOM}{number}/", f"{ROOM}{number}/do/finish/",
            f"{ROOM}{number}/reply/"]  # fmt: skip


def clerks(cases: dict[str, Case]) -> list[str]:
    letter = cases["letter"]
    return [
        LETTERS, f"{LETTERS}new/", f"{LETTERS}{letter.number}/",
        f"{LETTERS}{letter.number}/do/assign/", f"{LETTERS}{letter.number}/do/propose_filing/",
    ]  # fmt: skip


def editors(cases: dict[str, Case]) -> list[str]:
    edition = cases["edition"]
    section = edition.spawned.first()
    assert section
    text, issue = f"/research/manuscripts/{section.number}/write/", edition.report.issues.get()
    return [
        f"/research/editions/{edition.number}/", f"/research/editions/{edition.number}/sections/",
        text, f"{text}versions/", "/reports/", issue.url, f"{issue.url}figures/0/",
        f"{issue.url}against/{issue.slug}/",
    ]  # fmt: skip


WALKS = [
    ("operator", "dispatch", operators), ("controller", "dispatch", controllers),
    ("crew", "dispatch", crews), ("dispatcher", "petitions", clerks),
    ("editor", "editions", editors),
]  # fmt: skip


@pytest.fixture
def cases(town) -> dict[str, Case]:
    made = {
        "new": town.report(),
        "handled": town.handled(code="lamp_out", address="鳳山區光遠路 5 號前"),
        "done": town.finished(code="fallen_tree", address="左營區博愛二路 777 號前"),
    }
    made["letter"] = town.letter()
    made["edition"] = town.edition()
    Case.objects.filter(pk=made["handled"].pk).update(due_at=made["handled"].opened_at)
    return made


def faults(page, axe, paths: list[str], widths: list[int]) -> Iterator[str]:
    """What is wrong on these pages, at both widths."""
    for path in paths:
        page.goto(path)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                yield f"{path} scrolls sideways at {width}"
            yield from (f"{path} {width} {fault}" for fault in axe(page, width == widths[0]))


@pytest.mark.parametrize(("locale", "scheme", "widths"), PLACES)
def test_every_page_of_the_desk(town, cases, enter, axe, locale, scheme, widths):
    found: list[str] = []
    for role, room, paths in WALKS:
        page = enter(town.official(role, room=room), locale=locale, scheme=scheme)
        found += faults(page, axe, paths(cases), widths)
    assert found == []


@pytest.mark.parametrize(("locale", "scheme", "widths"), PLACES)
def test_every_page_of_the_counter(town, new_page, axe, locale, scheme, widths):
    page = new_page(locale=locale, scheme=scheme)
    assert list(faults(page, axe, PUBLIC, widths)) == []


@pytest.mark.parametrize("action", ["notify", "correct"])
def test_a_form_sent_empty_says_what_is_missing(town, enter, axe, action):
    page = enter(town.official("operator"), width=390)
    page.goto(f"{ROOM}{town.report().number}/do/{action}/")
    for box in page.locator("main form.card :is(input[type=text], textarea)").all():
        if box.is_visible():
            box.fill("")
    with page.expect_navigation():
        page.locator("main form.card button:not([type=button])").last.click()
    assert page.locator(".yk-errors li").count() >= 1
    assert page.evaluate("document.activeElement.matches('.yk-errors')")
    assert axe(page) == []
