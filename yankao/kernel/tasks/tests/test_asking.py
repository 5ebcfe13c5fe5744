"""Asking, being asked, finishing, and what the timeline says about it."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import IntegrityError, connection

from yankao.kernel.people.models import Leave, Person
from yankao.kernel.tasks.asking import AlreadyDone, NotYourTask, ask, finish, finish_all
from yankao.kernel.tasks.models import Task
from yankao.kernel.timeline import timeline

from .conftest import NOON


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_what_is_asked_of_a_person_waits_for_that_person_only(person, case):
    me, other = person("甲"), person("乙")
    task = ask("會勘現場", of=me, by=other, at=NOON, case=case, due_at=NOON + timedelta(days=3))
    assert list(Task.objects.open_for(me)) == [task]
    assert not Task.objects.open_for(other)


def test_what_is_asked_of_a_unit_waits_for_those_with_the_duty(person, unit, case):
    officer, chief = person("甲"), person("乙", role="chief")
    elsewhere = person("丙", programme="other")
    anyone = ask("會辦意見", of=unit, by=None, at=NOON, case=case)
    approval = ask("核稿", of=unit, by=None, at=NOON, case=case, role="chief")
    assert set(Task.objects.open_for(officer)) == {anyone}
    assert set(Task.objects.open_for(chief)) == {anyone, approval}
    assert not Task.objects.open_for(elsewhere)


def test_next_due_comes_first_and_undated_last(person):
    me = person("甲")
    undated = ask("整理資料", of=me, by=None, at=NOON)
    later = ask("回復", of=me, by=None, at=NOON, due_at=NOON + timedelta(days=2))
    sooner = ask("會勘", of=me, by=None, at=NOON, due_at=NOON + timedelta(days=1))
    assert list(Task.objects.open_for(me)) == [sooner, later, undated]
    assert list(Task.objects.overdue(NOON + timedelta(days=1, seconds=1))) == [sooner]


def test_during_a_leave_the_deputy_is_asked_too(person, case):
    deputy = person("代理人", programme="other")
    away = person("甲", deputy=deputy)
    task = ask("會勘", of=away, by=None, at=NOON, case=case)
    assert not Task.objects.open_for(deputy)
    Leave.objects.create(
        person=away, since=NOON - timedelta(hours=1), until=NOON + timedelta(hours=8)
    )
    assert list(Task.objects.open_for(Person.objects.get(pk=deputy.pk))) == [task]


def test_asking_and_finishing_stand_on_the_case_s_timeline(person, case):
    me = person("甲")
    task = ask("會勘現場", of=me, by=me, at=NOON, case=case, kind="visit")
    done = finish(task, by=me, at=NOON + timedelta(hours=1), note="王小明在場")
    assert (done.done_by, done.note) == (me, "王小明在場")
    asked, finished = timeline.entries(case.subject)
    assert (asked.verb, asked.data["title"], asked.actor) == ("ask", "會勘現場", "甲")
    assert (finished.verb, finished.data["task"]) == ("finish_task", task.pk)
    assert "王小明" not in str(finished.data)
    assert not timeline.broken(case.subject)


def test_a_task_without_a_case_has_a_timeline_of_its_own(person):
    me = person("甲")
    task = ask("更新通訊錄", of=me, by=None, at=NOON)
    finish(task, by=me, at=NOON)
    assert [entry.verb for entry in timeline.entries(f"task:{task.pk}")] == ["ask", "finish_task"]


def test_inside_a_move_the_task_stands_in_the_move_s_own_entry(person, case):
    me, note = person("甲"), {}
    task = ask("會勘", of=me, by=me, at=NOON, case=case, into=note)
    finish_all(case, kind="", by=me, at=NOON, into=note)
    assert set(note) == {f"ask:{task.pk}", f"finish_task:{task.pk}", "notes"}
    assert note["notes"] == ["交辦：會勘", "完成交辦：會勘"]
    assert not timeline.entries(case.subject)


def test_the_same_key_asks_once(person, case):
    me = person("甲")
    first = ask("補照片", of=me, by=None, at=NOON, case=case, key="photo:1")
    second = ask("補照片", of=me, by=None, at=NOON, case=case, key="photo:1")
    assert first == second
    assert len(timeline.entries(case.subject)) == 1


def test_nobody_finishes_what_was_asked_of_another(person, case):
    me, other = person("甲"), person("乙", programme="other")
    task = ask("會勘", of=me, by=None, at=NOON, case=case)
    with pytest.raises(NotYourTask):
        finish(task, by=other, at=NOON)
    assert Task.objects.open().exists()


def test_the_second_to_finish_reads_who_was_first(person, unit, case):
    one, two = person("甲"), person("乙")
    task = ask("會辦", of=unit, by=None, at=NOON, case=case)
    finish(task, by=one, at=NOON)
    with pytest.raises(AlreadyDone, match="甲 已經完成"):
        finish(task, by=two, at=NOON)


@pytest.mark.django_db(transaction=True)
def test_two_people_finishing_together_finish_it_once(person, unit, case):
    people = [person(name) for name in "甲乙丙"]
    task = ask("會辦", of=unit, by=None, at=NOON, case=case)
    start, refused = Barrier(3), []

    def press(by):
        start.wait()
        try:
            finish(task, by=by, at=NOON)
        except AlreadyDone as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [Thread(target=press, args=[by]) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 2
    assert [entry.verb for entry in timeline.entries(case.subject)] == ["ask", "finish_task"]


def test_a_case_that_moved_on_closes_its_tasks_of_a_kind(person, case):
    me = person("甲")
    for title in ("一", "二"):
        ask(title, of=me, by=None, at=NOON, case=case, kind="visit")
    other = ask("三", of=me, by=None, at=NOON, case=case, kind="reply")
    assert len(finish_all(case, kind="visit", by=None, at=NOON)) == 2
    assert finish_all(case, kind="visit", by=None, at=NOON) == []
    assert list(Task.objects.open()) == [other]
    assert not timeline.broken(case.subject)


def test_late_is_late_whether_done_or_not(person):
    task = ask("會勘", of=person("甲"), by=None, at=NOON, due_at=NOON + timedelta(hours=1))
    assert not task.late(NOON + timedelta(hours=1))
    assert task.late(NOON + timedelta(hours=2))
    done = finish(task, by=None, at=NOON + timedelta(minutes=59))
    assert not done.late(NOON + timedelta(days=9))


@pytest.mark.parametrize("fields", [{}, {"role": "chief"}])
def test_the_database_demands_somebody_who_is_asked(db, fields):
    with pytest.raises(IntegrityError, match="task_"):
        Task.objects.create(title="誰", created_at=NOON, **fields)


def test_the_list_asks_the_database_three_times(person, unit, case, django_assert_num_queries):
    me = person("甲")
    for place in range(5):
        ask(f"第{place}件", of=unit, by=None, at=NOON, case=case)
    assert len(Task.objects.open_for(person("乙"))) == 5  # units are in memory from now on
    with django_assert_num_queries(
        3
    ):  # duties, whether units changed, tasks with case and unit once
        assert [task.case.number for task in Task.objects.open_for(me)] == [case.number] * 5
