"""Remarks for the next shift and who has read them: entries of a timeline, so nobody rewrites them.

What a remark says is kept beside its entry, and goes when its days are over; that it was written,
by whom and when, stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yankao.kernel.cases.errors import NotYours, Refused
from yankao.kernel.people.models import Person
from yankao.kernel.timeline import timeline
from yankao.kernel.timeline.models import Entry, PersonalValue

from .limits import EARLY, KEPT
from .note import Note, belongs

REMARK, READ = "shift_remark", "shift_read"


@dataclass(frozen=True)
class Remark:
    """`text` is None once it was erased; `entry` says who, when and with which seal."""

    entry: Entry
    text: str | None


@dataclass(frozen=True)
class Told:
    """What a note's timeline holds."""

    remarks: Sequence[Remark]
    receipts: Sequence[Entry]

    @property
    def unread(self) -> int:
        """Remarks that nobody has acknowledged."""
        through = max((int(one.data.get("through", 0)) for one in self.receipts), default=0)
        return sum(1 for one in self.remarks if one.entry.seq > through)

    def written_by(self, person: Person) -> bool:
        return any(one.entry.actor_id == person.pk for one in self.remarks)

    def read_by(self, person: Person) -> bool:
        """Whether this person acknowledged everything that stands there."""
        last = self.remarks[-1].entry.seq if self.remarks else 0
        mine = (one for one in self.receipts if one.actor_id == person.pk)
        return any(int(one.data.get("through", 0)) >= last for one in mine)


def told(note: Note) -> Told:
    entries = list(timeline.entries(note.subject))
    texts = dict(PersonalValue.objects.filter(subject=note.subject).values_list("pk", "values"))
    remarks = [
        Remark(one, texts[one.pk]["text"] if one.pk in texts else None)
        for one in entries
        if one.verb == REMARK
    ]
    return Told(remarks, [one for one in entries if one.verb == READ])


def closes_at(note: Note) -> datetime:
    """Until the next shift is over a remark may still be added."""
    return note.shift.next().until


def why_not_write(note: Note, by: Person) -> str:
    if not belongs(note.programme, note.unit, by):
        return _("只有這個單位的人員能寫交班事項。")
    if note.now >= closes_at(note):
        return _("下一班已經結束，這一班的交班事項不能再寫。")
    return ""


def why_not_read(note: Note, by: Person, said: Told) -> str:
    """Who hands over does not take over; and not before the shift is nearly over."""
    if not belongs(note.programme, note.unit, by):
        return _("只有這個單位的人員能確認已閱。")
    if said.written_by(by):
        return _("您寫了這一班的交班事項，由下一班的人員確認已閱。")
    if note.now < note.shift.until - timedelta(minutes=EARLY.value()):
        return _("這一班快結束時才能確認已閱。")
    if said.read_by(by):
        return _("您已確認閱讀。")
    return ""


def add(note: Note, text: str, *, by: Person, client: str = "") -> Entry:
    """Raises NotYours or Refused with the reason."""
    allow(note, why_not_write(note, by), by)
    with transaction.atomic():
        lock(note)
        return timeline.write(
            note.subject, REMARK, by=by, at=note.now, label=gettext_noop("交班事項"),
            personal={"text": text}, client=client,
        )  # fmt: skip


def read(note: Note, *, by: Person, client: str = "") -> Entry:
    """A receipt: the numbers as they were read, and through which entry."""
    with transaction.atomic():
        lock(note)
        said = told(note)
        allow(note, why_not_read(note, by, said), by)
        numbers = {one.name: one.all for one in note.numbers(by)}
        through = said.remarks[-1].entry.seq if said.remarks else 0
        return timeline.write(
            note.subject, READ, by=by, at=note.now, label=gettext_noop("已閱交班紀錄"),
            data={"through": through, "numbers": numbers}, client=client,
        )  # fmt: skip


def enter(note: Note, verb: str, label: str, *, by: Person, client: str = "") -> Entry:
    """Leaves an entry that is neither remark nor receipt."""
    with transaction.atomic():
        lock(note)
        return timeline.write(note.subject, verb, by=by, at=note.now, label=label, client=client)


def allow(note: Note, hindrance: str, by: Person) -> None:
    if hindrance:
        raise (Refused if belongs(note.programme, note.unit, by) else NotYours)(hindrance)


def lock(note: Note) -> None:
    """A shift has no row; whoever writes into its timeline holds this instead."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [note.subject])


def forget(now: datetime) -> int:
    """Erases the words of remarks that were kept long enough; answers with how many."""
    before = now - timedelta(days=KEPT.value())
    rows = PersonalValue.objects.filter(subject__startswith="shift:")
    old = Entry.objects.filter(verb=REMARK, at__lt=before).values("pk")
    return rows.filter(entry__in=old).delete()[0]
