"""Many cases at once: looked at before, taken back in time, nothing lost, nothing done twice."""

from datetime import timedelta

import pytest
from django.http import HttpResponse

from yankao.kernel.cases.models import Case, Category
from yankao.kernel.notices.models import Notice
from yankao.kernel.policy.policy import book, registry
from yankao.kernel.programmes import jobs
from yankao.kernel.programmes.bulk import batches
from yankao.kernel.programmes.models import Batch
from yankao.kernel.testing.desk import MONDAY, Desk
from yankao.kernel.testing.routes import sample_case
from yankao.kernel.timeline import timeline

ROOM = "/service/dispatch/"
MINUTE = timedelta(seconds=61)


@pytest.fixture
def desk(city: None, frozen: object) -> Desk:
    return Desk("dispatch", frozen)  # type: ignore[arg-type]


@pytest.fixture
def cases(desk: Desk) -> list[Case]:
    made = [sample_case(desk) for _ in range(4)]
    for case in made[:3]:
        given = {"unit": desk.unit("B01000").pk, "phone_notice_to": "李值勤"}
        desk.do("notify", case, "operator", given)
    return made


def start(desk: Desk, by: str, action: str, **data: object) -> Batch:
    """Through the page, up to the look ahead."""
    answer = desk.post("/desk/bulk/", by, {"action": action, "confirmed": "1", **data})
    assert answer.status_code == 302, answer.content.decode()
    return Batch.objects.latest("pk")


def press(desk: Desk, batch: Batch, by: str, what: str, **more: str) -> HttpResponse:
    url = f"/desk/batches/{batch.pk}/"
    desk.post(url, by, {"do": what, **more})
    batch.refresh_from_db()
    return desk.get(url, by)


def states(cases: list[Case]) -> list[str]:
    return [Case.objects.get(pk=case.pk).state for case in cases]


def numbers(cases: list[Case]) -> list[str]:
    return [case.number for case in cases]


def test_the_look_ahead_names_who_would_be_refused_and_moves_nothing(
    desk: Desk, cases: list[Case]
) -> None:
    desk.do("accept", cases[0], "duty")
    batch = start(desk, "duty", "dispatch.accept", number=numbers(cases[:3]))
    page = desk.get(f"/desk/batches/{batch.pk}/", "duty").content.decode()
    assert "可執行 2 件" in page and "不能執行 1 件" in page and "目前為「處理中」" in page
    assert states(cases[:3]) == ["handling", "notified", "notified"]


def test_nothing_happens_until_the_minute_is_over(desk: Desk, cases: list[Case]) -> None:
    entries = len(timeline.entries(cases[0].subject))
    batch = start(desk, "duty", "dispatch.accept", number=numbers(cases[:2]))
    assert "復原" in press(desk, batch, "duty", "confirm").content.decode()
    jobs.run_batch(batch.pk)
    assert (states(cases[:2]), batch.state) == (["notified"] * 2, "waiting")
    assert len(timeline.entries(cases[0].subject)) == entries
    desk.wait(MINUTE)
    jobs.run_batch(batch.pk)
    jobs.run_batch(batch.pk)
    batch.refresh_from_db()
    assert (states(cases[:2]), batch.state) == (["handling"] * 2, "done")
    assert len(timeline.entries(cases[0].subject)) == entries + 1
    assert Notice.objects.filter(letter="bulk.finished", person=desk.person("duty")).count() == 1


def test_a_press_takes_it_back_and_too_late_says_so(desk: Desk, cases: list[Case]) -> None:
    first = start(desk, "duty", "dispatch.accept", number=numbers(cases[:1]))
    press(desk, first, "duty", "confirm")
    press(desk, first, "duty", "undo")
    desk.wait(MINUTE)
    jobs.push_batches(0)
    jobs.run_batch(first.pk)
    assert (states(cases[:1]), first.state) == (["notified"], "undone")
    second = start(desk, "duty", "dispatch.accept", number=numbers(cases[:1]))
    press(desk, second, "duty", "confirm", at_once="1")
    jobs.run_batch(second.pk)
    press(desk, second, "duty", "undo")
    assert (states(cases[:1]), second.state) == (["handling"], "done")


def test_what_a_killed_worker_left_goes_on_and_is_not_done_twice(
    desk: Desk, cases: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = start(desk, "duty", "dispatch.accept", number=numbers(cases[:3]))
    press(desk, batch, "duty", "confirm")
    desk.wait(MINUTE)
    Batch.objects.filter(pk=batch.pk).update(state="running")
    assert batches.step(batch)  # and here the worker dies
    desk.wait(MINUTE)
    assert batches.unfinished(batch.runs_at + 3 * MINUTE) == [batch.pk]  # type: ignore[operator]
    jobs.run_batch(batch.pk)
    assert states(cases[:3]) == ["handling"] * 3
    accepted = [e for c in cases[:3] for e in timeline.entries(c.subject) if e.verb == "accept"]
    assert len(accepted) == 3


def test_a_duty_that_ended_meanwhile_moves_nothing(desk: Desk, cases: list[Case]) -> None:
    batch = start(desk, "duty", "dispatch.accept", number=numbers(cases[:1]))
    press(desk, batch, "duty", "confirm")
    desk.person("duty").duties.update(until="2026-06-15")
    desk.wait(MINUTE)
    jobs.run_batch(batch.pk)
    assert states(cases[:1]) == ["notified"]
    assert batch.items.get().outcome == "refused"


def test_all_of_a_filter_are_recategorised_and_keep_the_rest(desk: Desk, cases: list[Case]) -> None:
    lamp = Category.objects.get(programme="dispatch", code="lamp_out")
    ask = {"everything": "1", "query": "state=notified"}
    form = desk.post("/desk/bulk/", "operator", {"action": "dispatch.correct", **ask})
    assert "留白的欄位" in form.content.decode()
    places = [case.address for case in cases]
    batch = start(desk, "operator", "dispatch.correct", category=lamp.pk, reason="類別選錯", **ask)
    press(desk, batch, "operator", "confirm", at_once="1")
    jobs.run_batch(batch.pk)
    found = [Case.objects.get(pk=case.pk) for case in cases]
    assert [case.category == lamp for case in found] == [True, True, True, False]
    assert [case.address for case in found] == places


def test_several_are_joined_to_one(desk: Desk, cases: list[Case]) -> None:
    chosen = numbers(cases[:3])
    batch = start(desk, "operator", "dispatch.merge", number=chosen, into=cases[0].number)
    press(desk, batch, "operator", "confirm", at_once="1")
    jobs.run_batch(batch.pk)
    assert states(cases[:3]) == ["notified", "duplicate", "duplicate"]
    assert sorted(batch.items.values_list("outcome", flat=True)) == ["done", "done", "refused"]


def test_too_many_are_refused_and_a_strangers_batch_is_not_found(
    desk: Desk, cases: list[Case]
) -> None:
    most = registry["bulk.most"]
    most.change(2, since=MONDAY.date(), by=desk.person("controller"), reason="測試上限")  # type: ignore[arg-type]
    book.forget()
    answer = desk.client("duty").post(
        "/desk/bulk/", {"action": "dispatch.accept", "number": numbers(cases[:3])}, follow=True
    )
    assert "一次最多 2 件" in answer.content.decode()
    batch = start(desk, "duty", "dispatch.accept", number=numbers(cases[:1]))
    assert desk.get(f"/desk/batches/{batch.pk}/", "operator").status_code == 404
    refused = desk.post(
        "/desk/bulk/", "crew", {"action": "dispatch.merge", "number": numbers(cases)}
    )
    assert refused.status_code == 302 and Batch.objects.count() == 1
