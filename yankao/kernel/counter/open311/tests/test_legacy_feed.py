"""The older feed says what it always said, without anybody's words, and can be read back."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from yankao.kernel.cases.models import Case, Category
from yankao.kernel.exchange.mapping import load
from yankao.kernel.geo.models import District
from yankao.kernel.programmes.importing.run import Source, run
from yankao.kernel.programmes.importing.tests.test_import import SOURCES
from yankao.kernel.testing.desk import Desk

pytestmark = pytest.mark.urls("yankao.kernel.counter.open311.tests.addresses")
FEED = "/open1999/ServiceRequestsQuery"
NAMES = {
    "FileNo_", "Status_", "Cre_Date_", "ReplyUnit_", "zipcode_", "ZipName_", "address_",
    "UnitName_", "StatusName_", "InformDesc_", "BeforeDesc_", "AfterDesc_", "Memo_", "Save_Date_",
    "Close_Date_", "Lat_", "Lng_",
}  # fmt: skip
TIME = re.compile(r"\d{4}/\d{1,2}/\d{1,2} [上下]午 \d{2}:\d{2}:\d{2}")


@pytest.fixture
def desk(city, frozen):
    return Desk("dispatch", frozen)


@pytest.fixture
def case(desk):
    category = Category.objects.get(programme="dispatch", code="signal")
    asked = {"category": category.pk, "address": "五福四路與大智路口", "channel": "phone"}
    asked |= {"district": District.objects.get(name="鹽埕區").pk, "read_back": "on"}
    asked |= {"contact_name": "王小明", "contact_phone": "0912345678"}
    return desk.open({**asked, "description": "王小明說號誌故障"}, by="operator")


def feed(start="20260615", end="20260615"):
    return Client().get(FEED, {"startDate": start, "endDate": end})


def test_a_case_is_told_under_the_old_names(desk, case):
    desk.wait(timedelta(minutes=4))
    notice = {"unit": desk.unit("B01000").pk, "phone_notice_to": "值勤"}
    desk.do("notify", case, by="operator", data=notice)
    (row,) = feed().json()
    assert set(row) == NAMES and row["FileNo_"] == case.number
    assert (row["Status_"], row["StatusName_"]) == ("2", "待確認")
    assert row["Cre_Date_"] == "2026/6/15 上午 10:00:00" and TIME.fullmatch(row["Save_Date_"])
    assert (row["ZipName_"], row["zipcode_"], row["InformDesc_"]) == ("鹽埕區", "803", "號誌故障")
    assert row["Close_Date_"] == "" and row["UnitName_"]


def test_nobody_is_named(desk, case):
    body = feed().content.decode()
    assert "王小明" not in body and "0912345678" not in body
    Case.objects.update(confidential=True)
    assert feed().json() == []


def test_days_are_asked_by_eight_digits(desk, case):
    assert feed("20260616", "20260616").json() == []
    for start, end in [("", "20260615"), ("2026-6-15", "20260615"), ("20260615", "20260614"),
                       ("20260101", "20260615"), ("20260631", "20260701")]:  # fmt: skip
        answer = feed(start, end)
        assert answer.status_code == 400 and answer.json()["error"]


def test_what_is_served_can_be_read(desk, case, tmp_path):
    served = feed().json()
    Case.objects.filter(pk=case.pk).update(source_city="elsewhere")
    path = tmp_path / "feed.json"
    path.write_text(json.dumps(served, ensure_ascii=False))
    batch = run(Source(path, load(SOURCES / "kaohsiung-open1999.toml")))
    assert batch.counts["stored"] == 1
    again = Case.objects.ours().get()
    assert again.opened_at == case.opened_at and again.category == case.category
    assert again.dispatch.source_number == case.number
