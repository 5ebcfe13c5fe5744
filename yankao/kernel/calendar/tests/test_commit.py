"""What other connections see, with real commits."""

import threading
from datetime import date, datetime
from uuid import uuid4

import pytest
from django.db import connection, transaction

from yankao.kernel.calendar import book, limits
from yankao.kernel.calendar.closures import declare_closure
from yankao.kernel.calendar.models import CalendarVersion, Closure
from yankao.kernel.values.taipei import TAIPEI, last_day


def due() -> date:
    start = datetime(2023, 8, 2, 10, tzinfo=TAIPEI)
    return last_day(limits.working_days(1).due(start))


def elsewhere(ask):
    """The answer of another thread, on another connection."""
    answers = []

    def run():
        answers.append(ask())
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return answers[0]


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """The test database with real commits; what was declared is removed by hand."""
    with django_db_blocker.unblock():
        yield
        Closure.objects.all().delete()
        book.invalidate()
        connection.close()


@pytest.mark.usefixtures("committed")
def test_a_closure_is_seen_by_others_after_its_commit_and_not_before(settings):
    settings.CALENDAR_RECHECK_SECONDS = 60
    assert due() == elsewhere(due) == date(2023, 8, 3)
    with transaction.atomic():
        declare_closure(
            since=datetime(2023, 8, 3, tzinfo=TAIPEI), until=datetime(2023, 8, 4, tzinfo=TAIPEI),
            reason="卡努颱風", by="值班主任",
        )  # fmt: skip
        assert due() == date(2023, 8, 4)
        assert elsewhere(due) == date(2023, 8, 3)
    assert due() == elsewhere(due) == date(2023, 8, 4)
    assert book.current() is elsewhere(book.current)


@pytest.mark.usefixtures("committed")
def test_a_closure_rolled_back_is_never_seen_by_anyone():
    def undone() -> None:
        declare_closure(
            since=datetime(2023, 8, 3, tzinfo=TAIPEI), until=datetime(2023, 8, 4, tzinfo=TAIPEI),
            reason="誤報", by="值班主任",
        )  # fmt: skip
        assert due() == date(2023, 8, 4)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        undone()
    assert due() == elsewhere(due) == date(2023, 8, 3)


@pytest.mark.usefixtures("committed")
def test_another_process_is_noticed_by_its_stamp(settings):
    settings.CALENDAR_RECHECK_SECONDS = 0
    before = book.current(fresh=True)
    assert book.current() is before
    elsewhere(lambda: CalendarVersion.objects.update(stamp=uuid4()))
    assert book.current() is not before
