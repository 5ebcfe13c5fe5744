"""Files on a case: stored once, never lost, never left over, and on the timeline."""

from datetime import timedelta
from threading import Thread

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone

from yankao.kernel.cases.models import Case
from yankao.kernel.files import storage
from yankao.kernel.files.attaching import attach, keep
from yankao.kernel.files.intake import accept
from yankao.kernel.files.jobs import forget_expired, sweep_orphans
from yankao.kernel.files.models import Attachment
from yankao.kernel.files.words import Refused
from yankao.kernel.people.models import Duty, Person
from yankao.kernel.policy.models import Value
from yankao.kernel.policy.policy import book
from yankao.kernel.timeline import timeline

from .conftest import NOON, PDF, picture, upload

LATER = NOON + timedelta(days=400)


def photo(colour="tomato", kind="photo"):
    return accept(upload(picture(colour=colour), f"{colour}.jpg"), kind=kind)


def everything_stored() -> set[str]:
    return {name for names in storage.stored_files() for name in names}


def test_a_photo_is_stored_under_its_hash_and_told_once(case):
    row = attach(case, photo(), by=None, at=NOON)
    with row.stored.open("rb") as content:
        assert content.read().startswith(b"\xff\xd8\xff")
    assert row.sha256 in row.stored.name
    assert row.sha256 in row.thumbnail.name
    (entry,) = timeline.entries(case.subject)
    assert (entry.verb, entry.data["sha256"]) == ("attach", row.sha256)
    assert "name" not in entry.data


def test_the_same_file_twice_is_one_file(case):
    first = attach(case, photo(), by=None, at=NOON)
    second = attach(case, photo(), by=None, at=NOON)
    assert first == second
    assert len(timeline.entries(case.subject)) == 1


def test_the_photo_from_before_is_not_the_photo_from_after(case):
    attach(case, photo(kind="photo_before"), by=None, at=NOON)
    with pytest.raises(Refused, match="處理前照片"):
        attach(case, photo(kind="photo_after"), by=None, at=NOON)


def test_inside_a_move_nothing_is_written_to_the_timeline(case):
    keep(case, photo(), by=None, at=NOON)
    assert not timeline.entries(case.subject)


def test_two_cases_share_the_bytes_but_not_the_row(case):
    other = Case.objects.create(
        number="T1151123-0002", programme="nowhere", state="open", opened_at=NOON
    )
    one, two = (attach(c, photo(), by=None, at=NOON) for c in (case, other))
    assert one.stored.name == two.stored.name
    one.delete()
    storage.sweep(before=LATER)
    assert everything_stored() == {two.stored.name, two.thumbnail.name}


def test_a_flood_is_refused_from_the_limit_on(case):
    Value.objects.create(name="files.per_case", value=1, since=NOON.date(), reason="試")
    book.forget()
    attach(case, photo(), by=None, at=NOON)
    with pytest.raises(Refused, match="最多附 1 個"):
        attach(case, photo("navy"), by=None, at=NOON)
    book.forget()


def test_a_rolled_back_upload_is_swept_after_a_day_and_not_before(case):
    class Broken(Exception):
        pass

    with pytest.raises(Broken), transaction.atomic():
        attach(case, photo(), by=None, at=NOON)
        raise Broken
    assert len(everything_stored()) == 2
    sweep_orphans(0)
    assert len(everything_stored()) == 2
    assert storage.sweep(before=timezone.now() + timedelta(seconds=5)) == 2
    assert not everything_stored()


def test_the_sweep_spares_what_a_row_needs(case):
    row = attach(case, photo(), by=None, at=NOON)
    assert storage.sweep(before=LATER) == 0
    assert not list(storage.lost())
    default_storage.delete(row.stored.name)
    assert list(storage.lost()) == [row]


def test_bytes_cut_short_by_a_crash_are_written_again(case):
    row = attach(case, photo(), by=None, at=NOON)
    path = default_storage.path(row.stored.name)
    row.delete()
    with open(path, "wb") as file:
        file.write(b"\xff\xd8")
    again = attach(case, photo(), by=None, at=NOON)
    assert default_storage.size(again.stored.name) == again.size


@pytest.mark.django_db(transaction=True)
def test_the_sweep_waits_for_an_upload_that_needs_the_old_bytes(case):
    attach(case, photo(), by=None, at=NOON).delete()
    swept = []

    def sweep():
        swept.append(storage.sweep(before=LATER))
        connection.close()

    with transaction.atomic():
        row = attach(case, photo(), by=None, at=NOON)
        sweeper = Thread(target=sweep)
        sweeper.start()
        sweeper.join(0.3)
        assert sweeper.is_alive()
    sweeper.join()
    assert swept == [0]
    assert default_storage.exists(row.stored.name)


@pytest.mark.django_db(transaction=True)
def test_two_people_sending_the_same_photo_at_once_store_it_once(case):
    rows = []

    def send():
        rows.append(attach(case, photo(), by=None, at=NOON))
        connection.close()

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rows) == 4
    assert Attachment.objects.count() == 1
    assert len(timeline.entries(case.subject)) == 1
    assert not timeline.broken(case.subject)


def test_a_file_kept_long_enough_is_let_go_and_the_timeline_keeps_its_hash(case):
    row = keep(case, photo(), by=None, at=NOON, keep_until=timezone.localdate())
    forget_expired(0)
    assert Attachment.objects.filter(pk=row.pk).exists()
    Attachment.objects.update(keep_until=timezone.localdate() - timedelta(days=1))
    forget_expired(0)
    assert not Attachment.objects.exists()
    (entry,) = timeline.entries(case.subject)
    assert (entry.verb, entry.data["sha256"]) == ("expire", row.sha256)


def test_a_stranger_reads_no_file(case):
    attach(case, photo(), by=None, at=NOON)
    stranger = Person.objects.create_user("stranger", name="路人")
    assert not Attachment.objects.readable(stranger, may_see_identity=True)
    assert not Duty.objects.exists()


def test_identifying_files_are_hidden_from_those_who_may_not_know(case, monkeypatch):
    attach(case, photo(), by=None, at=NOON)
    letter = accept(upload(PDF, "a.pdf"), kind="document")
    secret = attach(case, letter, by=None, at=NOON, identifying=True)
    official = Person.objects.create_user("official", name="承辦人")
    monkeypatch.setattr(
        "yankao.kernel.cases.models.CaseQuerySet.visible_to", lambda rows, person: rows
    )
    assert secret not in Attachment.objects.readable(official, may_see_identity=False)
    assert secret in Attachment.objects.readable(official, may_see_identity=True)
