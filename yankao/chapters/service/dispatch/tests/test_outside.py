"""A utility answers without an account: by a link, for one case, for some days."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from yankao.kernel.cases.models import Case
from yankao.kernel.notices.models import Notice
from yankao.kernel.programmes.models import OutsideLink
from yankao.kernel.testing.desk import Desk, photo
from yankao.kernel.timeline import timeline

from .opening import data as report

ROOM = "/service/dispatch/"


@pytest.fixture
def case(desk: Desk) -> Case:
    made = desk.open(report(description="王大明家門口的電線掉下來"), by="operator")
    given = {"unit": desk.unit("B01000").pk, "phone_notice_to": "李值勤"}
    desk.do("notify", made, "operator", given)
    return desk.do("accept", made, "duty")


def handed(desk: Desk, case: Case, by: str = "duty", **more: object) -> str:
    """The path of a fresh link, as the official reads it once."""
    given = {"name": "台電鳳山區處", "asked": "請確認電線是否帶電並移除", "days": 3, **more}
    answer = desk.post(f"{ROOM}{case.number}/outside/", by, given)
    found = re.search(r"http://[^/]+(/outside/[\w-]+/)", answer.content.decode())
    assert found, answer.content.decode()
    return found[1]


def verbs(case: Case) -> list[str]:
    return [entry.verb for entry in timeline.entries(case.subject)]


def test_a_utility_finishes_the_case_and_the_holder_learns_of_it(desk: Desk, case: Case) -> None:
    path, outside = handed(desk, case), Client()
    page = outside.get(path).content.decode()
    assert case.number in page and "請確認電線是否帶電" in page
    assert "王大明" not in page and "0912345678" not in page
    wrong = outside.post(path, {"do": "finish", "result": "fixed", "remedy": "已移除電線並復電"})
    assert wrong.status_code == 422 and "完工照片" in wrong.content.decode()
    data = {"do": "finish", "result": "fixed", "remedy": "已移除電線並復電", "photos": photo()}
    assert outside.post(path, data).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.attachments.count()) == ("done", 1)
    last = list(timeline.entries(case.subject))[-1]
    assert (last.verb, last.role, last.data["notes"]) == ("finish", "outsider", ["台電鳳山區處"])
    told = Notice.objects.filter(letter="outside.answered", channel="inbox")
    assert {n.unit_id or n.person_id for n in told} == {case.holder_id, desk.person("duty").pk}
    assert verbs(case)[-3:] == ["outside_link", "outside_open", "finish"]
    assert timeline.broken(case.subject) == []
    desk.do("rework", case, "operator", {"lack": "not_fixed", "reason": "電線仍垂落"})
    assert "完成回報" in outside.get(path).content.decode(), "what was returned may be mended"


def test_words_and_photos_move_nothing(desk: Desk, case: Case) -> None:
    path = handed(desk, case)
    data = {"do": "answer", "text": "下午三點到場", "photos": photo()}
    assert Client().post(path, data).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.attachments.count()) == ("handling", 1)
    page = desk.get(f"{ROOM}{case.number}/", "duty").content.decode()
    assert "台電鳳山區處：下午三點到場" in page


def test_a_link_ends_by_time_by_hand_and_with_the_case(desk: Desk, case: Case) -> None:
    first, second = handed(desk, case), handed(desk, case, name="自來水公司", days=14)
    assert Client().get(first).status_code == 200
    desk.wait(timedelta(days=3, seconds=1))
    assert Client().get(first).status_code == 410
    assert Client().post(first, {"do": "answer", "text": "來晚了"}).status_code == 410
    assert Client().get(second).status_code == 200
    link = OutsideLink.objects.get(name="自來水公司")
    desk.post(f"{ROOM}{case.number}/outside/", "duty", {"revoke": link.pk})
    assert Client().get(second).status_code == 410
    assert "outside_revoke" in verbs(case)
    third = handed(desk, case)
    desk.do("void", case, "operator", {"reason": "民眾誤報"})
    assert Client().get(third).status_code == 410


def test_only_those_named_hand_out_links_and_never_of_a_confidential_case(
    desk: Desk, case: Case
) -> None:
    url = f"{ROOM}{case.number}/outside/"
    assert desk.get(url, "crew").status_code == 404
    desk.person("duty", unit="A04000")
    assert desk.get(url, "duty@A04000").status_code == 404
    assert desk.get(url, "operator").status_code == 200
    long = desk.post(url, "duty", {"name": "台電", "asked": "請協助處理", "days": 99})
    assert long.status_code == 422 and OutsideLink.objects.count() == 0
    Case.objects.filter(pk=case.pk).update(confidential=True)
    assert desk.get(url, "operator").status_code == 404


def test_an_outsider_presses_nothing_else_and_guessing_is_stopped(desk: Desk, case: Case) -> None:
    path = handed(desk, case)
    for action in ("close", "void", "make_safe"):
        answer = Client().post(path, {"do": action, "told_by": "notice", "reason": "不用了"})
        assert answer.status_code == 409, action
    case.refresh_from_db()
    assert case.state == "handling"
    other = desk.person("outsider")
    assert "finish" not in desk.offers(case, other), "a duty of that name opens nothing"
    tried = [Client().get(f"/outside/{n}/").status_code for n in range(22)]
    assert tried[:20] == [404] * 20 and set(tried[20:]) == {429}
    assert Client().get(path).status_code == 200


def test_photos_go_along_only_when_they_were_given(desk: Desk, case: Case) -> None:
    desk.do("add", case, "operator", {"more": "補充現場照片"}, {"photos": [photo()]})
    shut, given = handed(desk, case), handed(desk, case, with_photos="on")
    assert "/photos/" not in Client().get(shut).content.decode()
    found = re.search(r'href="([^"]+/photos/\d+/)"', Client().get(given).content.decode())
    assert found
    shown = Client().get(found[1])
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert shown.getvalue()  # type: ignore[attr-defined]
    assert Client().get(found[1].replace(given, shut)).status_code == 404


def test_a_program_makes_and_revokes_links_too(desk: Desk, case: Case) -> None:
    url = f"/api/v1/service/dispatch/cases/{case.number}/outside"
    given = {"name": "台電", "asked": "請協助處理", "days": 2}
    made = desk.post(url, "duty", given)
    assert made.status_code == 201 and "/outside/" in made.json()["url"]
    assert "url" not in desk.get(url, "duty").json()[0]  # type: ignore[attr-defined]
    assert desk.client("duty").delete(f"{url}/{made.json()['id']}").status_code == 204
    assert Client().get(made.json()["url"][len("http://127.0.0.1:8000") :]).status_code == 410
