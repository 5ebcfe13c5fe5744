"""A prepared question answers as the queryset it was made of, for whatever values."""

from threading import Thread

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from yankao.kernel.known.prepared import Prepared
from yankao.kernel.people.models import Unit

below = Prepared(
    lambda level, name: Unit.objects.filter(models.Q(level=level) | models.Q(name=name))
    .select_related("parent")
    .order_by("pk"),
    "level", "name",
)  # fmt: skip


@pytest.mark.django_db
def test_it_answers_as_its_queryset_does(city: None) -> None:
    for level, name in (("second", "三民區公所"), ("first", ""), ("second", "second"), ("", "")):
        plain = Unit.objects.filter(models.Q(level=level) | models.Q(name=name)).order_by("pk")
        assert below(level=level, name=name) == list(plain)


@pytest.mark.django_db
def test_joined_rows_come_with_it_and_one_statement_is_asked(city: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        parents = {row.parent.name for row in below(level="second", name="") if row.parent_id}
    assert parents and len(asked) == 1


@pytest.mark.django_db
def test_a_value_that_was_not_named_is_told(city: None) -> None:
    with pytest.raises(KeyError):
        below(level="second")


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_over_its_own_connection() -> None:
    Unit.objects.create(code="T1", name="測試單位", level="second", path="/T1/")
    below(level="second", name="")
    found: list[str] = []

    def ask() -> None:
        found.extend(row.name for row in below(level="second", name=""))
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert found == ["測試單位"]
