"""The monthly sample of replies: drawn by share and channel, read once, told to the agency."""

from datetime import timedelta

import pytest

from yankao.kernel.cases.models import Case
from yankao.kernel.programmes.jobs import read_again
from yankao.kernel.programmes.quality.models import Review
from yankao.kernel.programmes.quality.sampling import draw, shares, size
from yankao.kernel.tasks.models import Task
from yankao.kernel.testing.desk import Desk
from yankao.kernel.timeline.models import Entry

from .stories import CENTRE, at, whole

QUALITY = "/service/petitions/quality/"
POINTS = {
    "quality_answers": 25, "quality_law": 10, "quality_concrete": 15, "quality_polite": 15,
    "quality_officer": 10, "quality_privacy": 10, "comment": "第二點未答覆",
}  # fmt: skip


@pytest.mark.parametrize(("closed", "read"), [(0, 0), (3, 3), (5, 5), (99, 5), (100, 5), (101, 6)])
def test_five_in_a_hundred_at_least_five_or_all(closed: int, read: int) -> None:
    assert size(closed, 5, 5) == read


def test_channels_are_read_in_proportion() -> None:
    assert shares({"phone": 60, "web": 30, "paper": 10}, 10) == {"phone": 6, "web": 3, "paper": 1}
    assert sum(shares({"phone": 7, "web": 5, "fax": 1}, 5).values()) == 5


def test_the_same_month_draws_the_same_cases() -> None:
    cases = [Case(number=f"P{n:03}", channel="phone" if n % 3 else "web") for n in range(200)]
    first = draw(cases, "B01000:202606", 5, 5)
    assert len(first) == 10 and first == draw(cases[::-1], "B01000:202606", 5, 5)
    assert first != draw(cases, "B01000:202607", 5, 5)


@pytest.fixture
def drawn(desk: Desk) -> Review:
    whole(desk)
    at(desk, "controller", CENTRE)
    desk.wait(timedelta(days=17))
    read_again(0)
    read_again(0)
    return Review.objects.get()


def reader(desk: Desk) -> str:
    return next(key for key in desk.people if key.startswith("controller"))


def test_last_months_reply_is_scored_once_and_the_agency_reads_it(
    desk: Desk, drawn: Review
) -> None:
    task = Task.objects.get(kind="quality")
    assert (task.case, task.asked_of, drawn.month.isoformat()) == (
        drawn.case, drawn.reader, "2026-06-01"
    )  # fmt: skip
    page, by = f"{QUALITY}{drawn.pk}/", reader(desk)
    too_many = desk.post(page, by=by, data={**POINTS, "quality_law": 16})
    assert too_many.status_code == 422
    assert "第二點未答覆" in too_many.content.decode()
    assert desk.post(page, by=by, data=POINTS).status_code == 302
    drawn.refresh_from_db()
    task.refresh_from_db()
    assert (drawn.total, task.done_at is not None) == (85, True)
    assert desk.post(page, by=by, data=POINTS).status_code == 404
    entry = Entry.objects.get(subject=drawn.case.subject, verb="quality")
    assert "85" in entry.data["notes"][0]
    assert "第二點未答覆" in desk.get(QUALITY, by=by).content.decode()


def test_a_critical_error_makes_it_nought(desk: Desk, drawn: Review) -> None:
    page = f"{QUALITY}{drawn.pk}/"
    desk.post(page, by=reader(desk), data={**POINTS, "critical": "on"})
    drawn.refresh_from_db()
    assert (drawn.total, drawn.critical) == (0, True)
    assert "不及格" in desk.get(page, by=reader(desk)).content.decode()


def test_the_agency_cannot_score_itself(desk: Desk, drawn: Review) -> None:
    assert desk.get(QUALITY, by="officer").status_code == 404
    assert desk.post(f"{QUALITY}{drawn.pk}/", by="officer", data=POINTS).status_code == 404
    desk.person("dispatcher")
    assert desk.get(QUALITY, by="dispatcher").status_code == 200
    assert desk.post(f"{QUALITY}{drawn.pk}/", by="dispatcher", data=POINTS).status_code == 404
