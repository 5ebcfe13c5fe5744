"""A unit with two people in different programmes, and a case."""

from datetime import UTC, datetime

import pytest

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Duty, Person, Unit

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture
def unit(db):
    row = Unit.objects.create(code="X2", name="水利局", short_name="水利局", level="first")
    row.place_under(None)
    return row


@pytest.fixture
def person(unit):
    """Makes people: person("王", programme="taskroom", role="officer")."""

    def make(name, programme="taskroom", role="officer", **duty):
        row = Person.objects.create_user(name, name=name, unit=unit)
        Duty.objects.create(
            person=row, programme=programme, role=role, unit=unit, since=NOON.date(), **duty
        )
        return row

    return make


@pytest.fixture
def case(db):
    return Case.objects.create(
        number="T1151123-0009", programme="taskroom", state="open", opened_at=NOON
    )
