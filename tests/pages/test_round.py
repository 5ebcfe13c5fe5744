"""A crew without a signal: the round stays readable, what is reported waits, and arrives once."""

import pytest

from yankao.kernel.people.models import Crew, Unit
from yankao.kernel.testing.desk import photo
from yankao.kernel.timeline.models import Entry

from .conftest import MAINTENANCE, upload

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROUND = "/service/dispatch/round/"


def test_a_finish_without_a_signal_is_kept_and_sent_when_there_is_one(town, enter, axe):
    case = town.handled()
    crew = Crew.objects.create(unit=Unit.objects.current().get(code=MAINTENANCE), name="道路一班")
    crew.members.add(town.official("crew"))
    town.do(case, "send", "duty", crew=crew.pk)
    page = enter(town.official("crew"), 390)
    page.goto(ROUND)
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    assert axe(page) == []

    page.context.set_offline(True)
    page.reload()
    page.get_by_role("link", name="完成回報").click()
    page.get_by_label("處理結果").select_option("fixed")
    page.get_by_label("處理情形").fill("冷料修補完成")
    page.locator("#do-finish input[type=file]").set_input_files([upload(photo())])
    page.locator("#do-finish button.btn-primary").click()
    page.get_by_text("有 1 件回報還在這支手機上").wait_for()
    case.refresh_from_db()
    assert case.state == "handling"

    page.reload()
    page.get_by_text("有 1 件回報還在這支手機上").wait_for()
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.get_by_text("已送達").wait_for()
    page.locator("[data-outbox-list]").wait_for(state="hidden")
    case.refresh_from_db()
    assert (case.state, case.attachments.count()) == ("done", 1)
    page.reload()
    assert page.get_by_text("目前沒有要跑的案件").is_visible()
    assert Entry.objects.filter(subject=case.subject, verb="finish").count() == 1


FAILS_ONCE = """() => {
  const real = fetch;
  let tried = 0;
  window.fetch = async (...asked) => {
    if (asked[1]?.method !== "POST" || tried++) return real(...asked);
    dispatchEvent(new Event("online"));
    throw new TypeError("no signal");
  };
}"""


def test_a_signal_that_returns_while_a_report_fails_is_not_missed(town, enter):
    case = town.handled()
    page = enter(town.official("crew"), 390)
    page.goto(ROUND)
    page.evaluate(FAILS_ONCE)
    page.get_by_role("link", name="完成回報").click()
    page.get_by_label("處理結果").select_option("fixed")
    page.get_by_label("處理情形").fill("冷料修補完成")
    page.locator("#do-finish input[type=file]").set_input_files([upload(photo())])
    page.locator("#do-finish button.btn-primary").click()
    page.get_by_text("已送達").wait_for(timeout=10_000)
    case.refresh_from_db()
    assert case.state == "done"
    assert Entry.objects.filter(subject=case.subject, verb="finish").count() == 1


def test_what_the_desk_refuses_stays_with_its_reason(town, enter):
    case = town.handled()
    page = enter(town.official("crew"), 390)
    page.goto(ROUND)
    page.get_by_role("link", name="完成回報").click()
    page.get_by_label("處理結果").select_option("fixed")
    page.get_by_label("處理情形").fill("冷料修補完成")
    page.locator("#do-finish button.btn-primary").click()
    page.get_by_text("修復或排除危險須附完工照片").wait_for()
    page.get_by_role("button", name="捨棄").click()
    page.locator("[data-outbox-list]").wait_for(state="hidden")
    case.refresh_from_db()
    assert case.state == "handling"
