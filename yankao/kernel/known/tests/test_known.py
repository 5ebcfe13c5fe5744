"""Units kept in memory follow the database at once, and only as far as it was committed."""

import pytest
from django.db import transaction

from yankao.kernel.known.known import look
from yankao.kernel.people.known import units
from yankao.kernel.people.models import Unit


@pytest.fixture
def unit(db: None) -> Unit:
    return Unit.objects.create(
        code="Z1", name="測試處", short_name="測試處", level=Unit.Level.FIRST, path="/z/"
    )


def test_rows_are_read_once_and_again_after_a_change(unit, django_assert_num_queries):
    units.rows()
    with django_assert_num_queries(1):
        assert units.rows()[unit.pk].name == "測試處"
    Unit.objects.filter(pk=unit.pk).update(name="改名處")
    assert units.rows()[unit.pk].name == "改名處"


def test_what_was_rolled_back_is_not_remembered(unit):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Unit.objects.filter(pk=unit.pk).update(name="沒有發生")
        assert units.rows()[unit.pk].name == "沒有發生"
        raise ZeroDivisionError
    assert units.rows()[unit.pk].name == "測試處"


def test_a_new_and_a_removed_row_are_noticed(unit):
    assert unit.pk in units.rows()
    key = unit.pk
    unit.delete()
    assert key not in units.rows()


def test_one_look_serves_several_tables(unit, django_assert_num_queries):
    units.rows()
    with django_assert_num_queries(1):
        stamps = look()
        assert units.rows(stamps) is units.rows(stamps)
