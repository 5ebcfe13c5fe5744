"""No page is wider than its screen, breaks a rule of axe-core or complains; both languages."""

from collections.abc import Iterator

import pytest

from yankao.kernel.cases.models import Case, Category, JurisdictionRule
from yankao.kernel.people.models import Crew, Person, Unit
from yankao.kernel.programmes import registry
from yankao.kernel.programmes.dashboards.models import Dashboard
from yankao.kernel.programmes.quality.models import Review

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROOM = "/service/dispatch/"
# By day at desk and telephone, at night on a telephone; contrast counts at the first width.
PLACES = [("zh-TW", "light", [1280, 390]), ("en-US", "dark", [390])]
LETTERS = "/service/petitions/"
# What is visited less often: once by day on a telephone, once by night on a desk.
ONCE = [("zh-TW", "light", [390]), ("en-US", "dark", [1280])]
FIGURE = "dispatch.received"
NOWHERE = "/nothing/here/"
PUBLIC = ["/", "/report/dispatch/", "/report/petitions/", "/progress/", "/progress/lost/",
          "/progress/mine/", "/map/", "/follow/", "/accounts/login/", NOWHERE,
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
        f"{ROOM}views/", "/desk/people/",
        f"/desk/people/pair/?one={new.number}&other={done.number}",
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
        "/desk/officials/", "/desk/officials/new/", "/desk/officials/roster/",
        f"/desk/officials/{Person.objects.order_by('pk')[0].pk}/",
    ]  # fmt: skip


def crews(cases: dict[str, Case]) -> list[str]:
    number = cases["handled"].number
    return ["/desk/", "/desk/batches/", f"{ROOM}{number}/", f"{ROOM}{number}/do/finish/",
            f"{ROOM}{number}/reply/"]  # fmt: skip


def clerks(cases: dict[str, Case]) -> list[str]:
    letter = cases["letter"]
    return [
        LETTERS, f"{LETTERS}{letter.number}/",
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


def nurses(cases: dict[str, Case]) -> list[str]:
    return [f"/service/health_corner/{page}" for page in ("", "day/", "absences/", "figures/")]


def centre(cases: dict[str, Case]) -> list[str]:
    pages = ["", "desk/", "wall/", "calls/", "knowledge/", "knowledge/?q=停車", "staffing/", "new/",
             "figures/"]  # fmt: skip
    return [f"/service/contact_centre/{page}" for page in pages]


def signers(cases: dict[str, Case]) -> list[str]:
    pages = ["", "desk/", "new/", "figures/", "begin/"]
    return [f"/service/sign_language/{page}" for page in pages]


def contracts(cases: dict[str, Case]) -> list[str]:
    return [f"/service/contact_centre/{page}" for page in ("staff/", "knowledge/new/")]


def overseers(cases: dict[str, Case]) -> list[str]:
    """What whoever oversees a room looks at: numbers, maps of trouble, quality, the machine."""
    review, board = Review.objects.get(), Dashboard.objects.get()
    return [
        f"{ROOM}patterns/", f"{ROOM}surge/", f"{ROOM}quality/", f"{ROOM}quality/{review.pk}/",
        f"{ROOM}figures/", "/figures/", f"/figures/{FIGURE}/", f"/figures/{FIGURE}/rows/",
        "/dashboards/", "/dashboards/city/", "/dashboards/city/?wall", f"/dashboards/{board.pk}/",
        f"/dashboards/{board.pk}/edit/", "/desk/outbox/", "/desk/health/",
        f"{ROOM}settings/calendar/", f"{ROOM}settings/category/", f"{ROOM}settings/rule/",
        f"{ROOM}settings/checklists/", f"{ROOM}settings/checklists/new/",
        f"{ROOM}settings/letters/assigned/inbox/zh-hant/",
    ]  # fmt: skip


def agencies(cases: dict[str, Case]) -> list[str]:
    crew, handled = Crew.objects.get(), cases["handled"]
    return [f"{ROOM}crews/", f"{ROOM}crews/{crew.pk}/", f"{ROOM}crews/new/", "/desk/me/",
            f"{ROOM}{handled.number}/outside/", f"{ROOM}{handled.number}/chain/"]  # fmt: skip


def maskers(cases: dict[str, Case]) -> list[str]:
    done = cases["done"]
    return [f"{ROOM}{done.number}/files/{done.attachments.first().pk}/mask/"]


def drivers(cases: dict[str, Case]) -> list[str]:
    return [f"{ROOM}round/"]


SELDOM = [("controller", overseers), ("operator", maskers), ("duty", agencies), ("crew", drivers)]
NUMBERS = ["/numbers/", f"/numbers/{FIGURE}/", "/numbers/boards/"]


WALKS = [
    ("operator", "dispatch", operators), ("controller", "dispatch", controllers),
    ("crew", "dispatch", crews), ("dispatcher", "petitions", clerks),
    ("editor", "editions", editors), ("nurse", "health_corner", nurses),
    ("interpreter", "sign_language", signers),
    ("lead", "contact_centre", centre), ("manager", "contact_centre", contracts),
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
    """What is wrong on these pages, at every width."""
    for path in paths:
        answer = page.goto(path)
        if answer.status != (404 if path == NOWHERE else 200):
            yield f"{path} answers {answer.status}"
        yield from seen(page, axe, widths)


WIDE = """() => [...document.querySelectorAll("*")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
  .slice(0, 5).map((one) => `${one.tagName}.${one.className} ${one.textContent.slice(0, 40)}`)"""


def seen(page, axe, widths: list[int]) -> Iterator[str]:
    """What is wrong on the page that is open."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        for _moment in range(30):  # a drawing follows its frame a moment later
            if not page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                break
            page.wait_for_timeout(100)
        else:
            yield f"{page.url} scrolls sideways at {width}: {page.evaluate(WIDE)}"
        yield from (f"{page.url} {width} {fault}" for fault in axe(page, width == widths[0]))


@pytest.mark.parametrize(("locale", "scheme", "widths"), PLACES)
def test_every_page_of_the_desk(town, cases, enter, axe, locale, scheme, widths):
    found: list[str] = []
    for role, room, paths in WALKS:
        page = enter(town.official(role, room=room), locale=locale, scheme=scheme)
        found += faults(page, axe, paths(cases), widths)
    assert found == [], "\n".join(found)


@pytest.mark.parametrize(("locale", "scheme", "widths"), PLACES)
def test_every_page_of_the_counter(town, new_page, axe, locale, scheme, widths):
    page = new_page(locale=locale, scheme=scheme)
    assert list(faults(page, axe, PUBLIC, widths)) == []


@pytest.fixture
def busy(town, cases) -> dict[str, Case]:
    """A crew on its round, a case to be read again, a dashboard, a unit that is gone."""
    home = Unit.objects.current().get(code="B01000")
    crew = Crew.objects.create(unit=home, name="道路一班", firm="大高雄道路養護工程有限公司")
    crew.members.add(town.official("crew"))
    town.do(cases["handled"], "send", "duty", crew=crew.pk)
    reader, done = town.official("controller"), cases["done"]
    Review.objects.create(
        case=done, unit=home, month=done.opened_at.date(), reader=reader, drawn_at=done.opened_at
    )
    tile = {"figure": FIGURE, "view": "value", "x": 0, "y": 0, "w": 3, "h": 2}
    Dashboard.objects.create(owner=reader, title="道路養護週報", tiles=[tile])
    return cases


@pytest.mark.parametrize(("locale", "scheme", "widths"), ONCE)
def test_every_page_that_is_seldom_visited(town, busy, enter, axe, locale, scheme, widths):
    found: list[str] = []
    for role, paths in SELDOM:
        page = enter(town.official(role), locale=locale, scheme=scheme)
        found += faults(page, axe, paths(busy), widths)
    found += faults(page, axe, [*NUMBERS, f"/map/{busy['new'].number}/"], widths)
    assert found == [], "\n".join(found)


@pytest.mark.parametrize(("locale", "scheme", "widths"), ONCE)
def test_what_is_seen_only_after_pressing(town, cases, enter, axe, locale, scheme, widths):
    """One action for several cases, its batch, and a reporter's name and number."""
    crew = Crew.objects.create(unit=Unit.objects.current().get(code="B01000"), name="道路一班")
    page = enter(town.official("duty"), widths[0], locale=locale, scheme=scheme)
    page.goto(f"{ROOM}?state=handling")
    page.locator("tbody input[type=checkbox]").first.check()
    with page.expect_navigation():
        page.locator("[data-bulk] [value='dispatch.send']").click()
    found = [*seen(page, axe, widths)]
    page.locator("main [name=crew]").select_option(str(crew.pk))
    with page.expect_navigation():
        page.locator("main form button.btn-primary").click()
    found += seen(page, axe, widths)
    page = enter(town.official("operator"), widths[0], locale=locale, scheme=scheme)
    page.goto(f"{ROOM}{cases['new'].number}/")
    page.fill("#why", "回電確認地點")
    with page.expect_navigation():
        page.evaluate("document.querySelector('#contact form').submit()")
    found += seen(page, axe, widths)
    assert found == [], "\n".join(found)


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
