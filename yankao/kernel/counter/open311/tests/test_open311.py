"""Another system finds services, reports, follows – in XML and JSON – and never learns who."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from yankao.kernel.cases.models import Case, Category
from yankao.kernel.cases.questions import told
from yankao.kernel.people.models import Contact
from yankao.kernel.programmes.models import ApiKey
from yankao.kernel.testing.desk import Desk, photo

from .client import Open311Client, Refused

pytestmark = pytest.mark.urls("yankao.kernel.counter.open311.tests.addresses")
HOLE = {"lat": "22.6273", "long": "120.3014", "service_code": "pothole"}
HOLE |= {"address_string": "四維三路2號", "description": "很深", "phone": "0912345678"}


@pytest.fixture
def desk(city, frozen):
    return Desk("dispatch", frozen)


@pytest.fixture(params=["xml", "json"])
def client(request, desk):
    key = ApiKey.make(desk.person("operator"), "便民一路通", date(2027, 1, 1))
    return Open311Client(request.param, key)


def refused(call, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return caught.value


def test_services_and_their_definitions_are_listed(client):
    services = {service["service_code"]: service for service in client.services()}
    assert services["pothole"]["service_name"] == "路面坑洞"
    assert len(services) == Category.objects.filter(programme="dispatch").count()
    assert str(services["pothole"]["metadata"]).lower() == "true"
    codes = [attribute["code"] for attribute in client.definition("pothole")]
    assert codes == ["asset_no", "observed_at", "lane", "size"]


def test_a_category_asks_its_own_questions(client):
    ask(required=True)
    *_shared, lanes = client.definition("pothole")
    assert lanes["datatype"] == "singlevaluelist" and lanes["values"][1]["name"] == "兩線"
    error = refused(client.report, **HOLE)
    assert error.status == 400 and error.errors == ["attribute[lanes] was not provided"]
    assert refused(client.report, **HOLE, **{"attribute[lanes]": "9"}).status == 400
    made = client.report(**HOLE, **{"attribute[lanes]": "2", "attribute[asset_no]": "A-1"})
    detail = Case.objects.get(number=made["service_request_id"]).dispatch
    assert detail.description == "很深" and detail.asset_no == "A-1"
    assert detail.case.answers == {"lanes": "2"}
    (fact,) = told(detail.case)
    assert fact == ("車道", "兩線")


def test_the_catalogue_asks_what_a_crew_needs_to_know(client):
    asked = {one["code"]: one for one in client.definition("lamp_out")}
    assert asked["lamps"]["datatype"] == "number"
    assert {one["key"] for one in asked["lamp_fault"]["values"]} == {
        "dark", "flicker", "leaning", "wires",
    }  # fmt: skip
    lamp = {**HOLE, "service_code": "lamp_out", "attribute[lamp_fault]": "dark"}
    assert refused(client.report, **lamp, **{"attribute[lamps]": "many"}).status == 400
    assert refused(client.report, **{**lamp, "attribute[lamp_fault]": "gone"}).status == 400
    made = client.report(**lamp, **{"attribute[lamps]": "3"})
    case = Case.objects.get(number=made["service_request_id"])
    assert case.answers == {"lamps": 3, "lamp_fault": "dark"}
    plates = [one["code"] for one in client.definition("parking")]
    assert plates[-3:] == ["plate", "vehicle", "parked"]


def ask(*, required):
    values = [{"key": "1", "name": "一線"}, {"key": "2", "name": "兩線"}]
    told = {"code": "lanes", "label": "車道", "datatype": "singlevaluelist", "values": values}
    rows = Category.objects.filter(programme="dispatch", code="pothole")
    rows.update(data={"questions": [{**told, "required": required}]})


def test_a_report_becomes_a_case_and_tells_nothing_of_its_reporter(client):
    made = client.report(**HOLE, first_name="大明", last_name="王", email="ming@example.org")
    number = made["service_request_id"]
    case = Case.objects.get(number=number)
    assert (case.contact.name, case.contact.phone) == ("王大明", "0912345678")
    assert case.channel == "web" and case.sub_channel == "open311"
    (told,) = client.requests(number)
    assert told["status"] == "open" and told["service_code"] == "pothole"
    assert not told["description"] and not told["media_url"]
    body = client.last.content.decode()
    for secret in ("王大明", "大明", "0912345678", "ming@example.org", "很深", "2號"):
        assert secret not in body
    assert client.token(number)["service_request_id"] == number


def test_closed_is_told_with_fixed_words_only(client, desk):
    number = client.report(**HOLE)["service_request_id"]
    case = Case.objects.get(number=number)
    notice = {"unit": desk.unit("B01000").pk, "phone_notice_to": "陳先生"}
    desk.do("notify", case, by="operator", data=notice)
    desk.do("accept", case, by="duty")
    assert [r["service_request_id"] for r in client.requests(status="open")] == [number]
    said = {"result": "not_found", "remedy": "陳先生說現場沒有坑洞"}
    desk.do("finish", case, by="duty", data=said)
    (told,) = client.requests(status="closed")
    assert told["status_notes"] == "完成回報；現場未發現" and told["agency_responsible"]
    assert "陳先生" not in client.last.content.decode()
    assert client.requests(status="open") == []
    assert len(client.requests(status="open,closed")) == 1


def test_noise_and_animals_are_told_roughly(client):
    place = {"lat": "22.627312", "long": "120.301487", "address_string": "四維三路2號5樓"}
    made = client.report(service_code="noise", **place)
    (told,) = client.requests(made["service_request_id"])
    assert (float(told["lat"]), float(told["long"])) == (22.627, 120.301)
    assert "2號" not in told["address"]


def test_confidential_and_foreign_cases_are_not_there(client):
    number = client.report(**HOLE)["service_request_id"]
    Case.objects.filter(number=number).update(confidential=True)
    assert refused(client.requests, number).status == 404 and client.requests() == []
    Case.objects.filter(number=number).update(confidential=False, source_city="new_york")
    assert refused(client.requests, number).status == 404 and client.requests() == []


def test_ninety_days_are_told_unless_asked_otherwise(client, desk):
    old = client.report(**HOLE)["service_request_id"]
    desk.wait(timedelta(days=91))
    new = client.report(**{**HOLE, "service_code": "signal"})["service_request_id"]
    assert numbers(client.requests()) == [new]
    begin = (timezone.now() - timedelta(days=92)).isoformat()
    assert numbers(client.requests(start_date=begin)) == [old]
    assert numbers(client.requests(service_request_id=f"{old},{new}")) == [new, old]
    assert numbers(client.requests(service_code="signal,noise")) == [new]
    assert refused(client.requests, start_date=begin, end_date="2030-01-01T00:00:00Z").status == 400
    assert refused(client.requests, start_date="yesterday").status == 400
    assert refused(client.requests, status="pending").status == 400


def numbers(requests):
    return [one["service_request_id"] for one in requests]


def test_long_lists_come_in_pages(client):
    made = [client.report(**HOLE)["service_request_id"] for _ in range(3)]
    assert numbers(client.requests(page_size=2)) == made[:0:-1]
    assert "page=2" in client.last.headers["Link"] and 'rel="next"' in client.last.headers["Link"]
    assert numbers(client.requests(page_size=2, page=2)) == made[:1]
    assert "Link" not in client.last.headers
    assert refused(client.requests, page="0").status == 400


def test_a_report_needs_a_key_a_service_and_a_place(client):
    assert refused(Open311Client(client.kind).report, **HOLE).status == 403
    assert refused(Open311Client(client.kind, "wrong").report, **HOLE).status == 403
    assert refused(client.report, **{**HOLE, "service_code": ""}).status == 400
    assert refused(client.report, **{**HOLE, "service_code": "dragons"}).status == 404
    assert refused(client.report, service_code="pothole").status == 400
    assert refused(client.report, **{**HOLE, "lat": "north"}).status == 400
    assert refused(client.report, **{**HOLE, "lat": "25.04", "long": "121.56"}).status == 400
    assert refused(client.report, **HOLE, jurisdiction_id="city.gov").status == 404
    assert Case.objects.count() == 0 and Contact.objects.count() == 0


def test_a_key_acts_only_as_far_as_its_person_may(client, desk):
    crew = ApiKey.make(desk.person("crew"), "外勤", date(2027, 1, 1))
    assert refused(Open311Client(client.kind, crew).report, **HOLE).status == 403


def test_a_point_alone_is_enough(client):
    made = client.report(service_code="pothole", lat="22.6273", long="120.3014")
    case = Case.objects.get(number=made["service_request_id"])
    assert case.district.name == "前金區" and case.address.startswith("前金區 22.62730")


def test_media_are_checked_like_any_photo_and_links_are_never_fetched(client):
    made = client.report(**HOLE, media=photo(), media_url="https://example.org/hole.jpg")
    case = Case.objects.get(number=made["service_request_id"])
    assert case.attachments.count() == 1
    assert "https://example.org/hole.jpg" in case.dispatch.description
    script = photo("hole.jpg")
    script.file.seek(0)
    script.file.truncate()
    script.file.write(b"<script>alert(1)</script>")
    script.file.seek(0)
    assert refused(client.report, **HOLE, media=script).status == 400


def test_unknown_things_are_refused_in_the_asked_format(client):
    assert refused(client.definition, "dragons").status == 404
    assert refused(client.requests, "SD0000000-0000").status == 404
    assert refused(client.token, "nothing").status == 404
    answer = client.http.delete(f"/open311/v2/requests.{client.kind}")
    assert refused(client.read, answer, "service_requests").status == 405


def test_discovery_names_the_endpoint(client):
    told = client.get("discovery")
    (endpoint,) = told["endpoints"]
    assert endpoint["url"].endswith("/open311/v2") and "text/xml" in endpoint["formats"]


def test_without_an_ending_the_header_decides(desk):
    http = Open311Client().http
    said = [
        http.get("/open311/v2/services", headers={"accept": kind}).headers["Content-Type"]
        for kind in ("*/*", "application/json", "text/xml")
    ]
    assert [one.split(";")[0] for one in said] == ["text/xml", "application/json", "text/xml"]
