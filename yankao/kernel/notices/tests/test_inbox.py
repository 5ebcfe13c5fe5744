"""The inbox: mine, and my unit's where I have a duty."""

import pytest

from yankao.kernel.notices import standard
from yankao.kernel.notices.effects import tell_handler, tell_holder
from yankao.kernel.notices.inbox import inbox_for, mark_read, unread_count
from yankao.kernel.notices.posting import post
from yankao.kernel.people.models import Duty, Leave, Person

from .conftest import NOON


@pytest.fixture
def colleague(unit):
    person = Person.objects.create_user("colleague", name="同事", unit=unit)
    Duty.objects.create(
        person=person, programme="letterbox", role="crew", unit=unit, since=NOON.date()
    )
    return person


@pytest.fixture
def stranger(unit):
    """Works at the same unit, in another programme."""
    person = Person.objects.create_user("stranger", name="別科", unit=unit)
    Duty.objects.create(person=person, programme="other", role="crew", unit=unit, since=NOON.date())
    return person


def test_a_letter_to_the_unit_reaches_those_on_duty_in_its_programme(
    case, move, official, colleague, stranger
):
    tell_holder(case, move)
    assert [n.unit for n in inbox_for(official)] == [case.holder]
    assert [n.unit for n in inbox_for(colleague)] == [case.holder]
    assert not inbox_for(stranger)


def test_a_letter_to_a_person_reaches_nobody_else(case, move, official, colleague):
    tell_handler(case, move)
    assert unread_count(official) == 1
    assert unread_count(colleague) == 0


def test_each_reads_for_himself(case, move, official, colleague):
    tell_holder(case, move)
    assert mark_read(official, at=NOON) == 1
    assert mark_read(official, at=NOON) == 0
    assert (unread_count(official), unread_count(colleague)) == (0, 1)
    assert [notice.is_read for notice in inbox_for(official)] == [True]
    assert [notice.is_read for notice in inbox_for(colleague)] == [False]


def test_only_chosen_letters_are_marked_and_only_ones_own(case, move, official, colleague):
    tell_holder(case, move)
    tell_handler(case, move)
    assert unread_count(official) == 2
    chosen = inbox_for(official).filter(person=official)
    assert mark_read(colleague, chosen, at=NOON) == 0
    assert mark_read(official, chosen, at=NOON) == 1
    assert unread_count(official) == 1


def test_the_deputy_reads_the_unit_s_letters_during_a_leave(case, move, official, unit):
    deputy = Person.objects.create_user("deputy", name="代理人", unit=unit)
    official.duties.update(deputy=deputy)
    tell_holder(case, move)
    assert unread_count(deputy) == 0
    Leave.objects.create(person=official, since=NOON.replace(hour=0), until=NOON.replace(hour=9))
    assert unread_count(Person.objects.get(pk=deputy.pk)) == 1


def test_a_letter_without_a_case_reaches_the_whole_unit(unit, official, stranger):
    post(standard.ASSIGNED, unit, key="general", at=NOON)
    assert unread_count(official) == unread_count(stranger) == 1


def test_the_inbox_asks_the_database_three_times(case, move, official, django_assert_num_queries):
    tell_holder(case, move)
    assert inbox_for(official).exists()  # units are in memory from now on
    official.__dict__.pop("_duties", None)
    with django_assert_num_queries(
        3
    ):  # duties, whether units changed, letters with their cases once
        assert [notice.case.number for notice in inbox_for(official)] == [case.number]
