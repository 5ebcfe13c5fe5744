"""Rows stored without ceremony are the rows that Django would have stored."""

import pytest
from django.db import IntegrityError, transaction

from yankao.kernel.people.models import Contact, Person
from yankao.kernel.values.rows import insert, insert_once

pytestmark = pytest.mark.django_db


def test_a_row_is_stored_with_its_key_and_its_defaults():
    row = Contact(name="王小明")
    insert(row)
    kept = Contact.objects.get(pk=row.pk)
    assert kept.name == "王小明" and kept.language == Contact().language
    row.phone = "0912345678"
    row.save()
    assert [one.phone for one in Contact.objects.all()] == ["0912345678"]


def test_what_was_stored_after_it_was_assigned_is_not_lost():
    first = Contact(name="王小明")
    second = Contact(name="王大明", same_as=first)
    insert(first)
    insert(second)
    assert Contact.objects.get(pk=second.pk).same_as == first


def test_a_row_that_was_never_stored_is_refused():
    with pytest.raises(ValueError, match="same_as"):
        insert(Contact(name="王大明", same_as=Contact(name="王小明")))


def test_a_known_key_is_refused_or_left_alone():
    insert(Person(username="chen", name="陳一"))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Person(username="chen", name="陳二"))
    assert not insert_once(Person(username="chen", name="陳二"), "username")
    assert Person.objects.get(username="chen").name == "陳一"
