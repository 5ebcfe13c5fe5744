"""What the public may read of a dispatch: in the map, in feeds, in files given away."""

from django.utils import timezone

from yankao.kernel.testing.desk import Desk

from ..limits import PUBLIC_WORDS
from .opening import data as report

SAID = "鄰居王小明先生0912-345-678說坑洞很深"
READ = "鄰居○○○先生○○○說坑洞很深"


def publish(desk: Desk) -> None:
    today = timezone.localdate()
    PUBLIC_WORDS.change(True, since=today, by=desk.person("controller"), reason="試辦公開")


def test_what_people_wrote_stays_inside_until_the_city_decides(desk: Desk) -> None:
    case = desk.open(report(description=SAID), by="operator")
    assert "坑洞很深" not in desk.get(f"/map/{case.number}/").content.decode()


def test_what_is_published_names_nobody(desk: Desk) -> None:
    publish(desk)
    case = desk.open(report(description=SAID), by="operator")
    page = desk.get(f"/map/{case.number}/").content.decode()
    feed = desk.get(f"/open311/v2/requests/{case.number}.json").json()
    old = desk.get("/open1999/ServiceRequestsQuery", startDate="20260615", endDate="20260615")
    assert READ in page and "王小明" not in page
    assert feed[0]["description"] == READ
    assert old.json()[0]["BeforeDesc_"] == READ


def test_a_file_to_be_given_away_has_public_fields_only(desk: Desk) -> None:
    case = desk.open(report(address="三民區建國三路12號前"), by="operator")
    whole = desk.get("/service/dispatch/export.csv", by="operator").getvalue().decode()
    given = desk.get("/service/dispatch/export.csv?public", by="operator")
    told = given.getvalue().decode()
    assert "12號" in whole and case.number in told
    assert "12號" not in told and "期限" not in told
    assert "dispatch-public" in given["Content-Disposition"]
