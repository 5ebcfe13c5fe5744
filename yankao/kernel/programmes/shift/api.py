"""The handover note for programs: numbers, rows, remarks, receipts."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema, Status

from yankao.kernel.cases.known import detailed
from yankao.kernel.people.models import Person

from ..access import client
from ..api.cases import case_out
from ..api.door import PROBLEMS, through, valid, who
from ..programme import Programme
from ..schemas import CaseOut, Problem
from . import remarks
from .note import Note, keeps_shifts
from .pages import RemarkForm, note_for

Heading = Literal["received", "closed", "overdue", "soon", "returned"]


class NumberOut(Schema):
    """`all` counts every case; `seen` those whose rows this caller may read."""

    name: str
    label: str
    all: int
    seen: int


class ShiftRemarkOut(Schema):
    """`text` is empty once its days are over."""

    seq: int
    at: datetime
    by: str
    text: str | None


class ShiftReceiptOut(Schema):
    """Who read the note through which remark, and the numbers as they stood then."""

    at: datetime
    by: str
    through: int
    numbers: dict[str, int]


class ShiftOut(Schema):
    """`shift` is the key of the start on the city's clock: 202606150800."""

    unit: str
    shift: str
    since: datetime
    until: datetime
    whole_programme: bool
    numbers: list[NumberOut]
    remarks: list[ShiftRemarkOut]
    receipts: list[ShiftReceiptOut]


class ShiftIn(Schema):
    """Which note; without a unit one's own, without a shift the one that is on."""

    unit: str = ""
    shift: str = ""


class ShiftRemarkIn(ShiftIn):
    text: str = ""


REFUSED = {status: PROBLEMS[status] for status in (403, 404, 409, 422)}


def out(note: Note, person: Person) -> dict[str, Any]:
    said = remarks.told(note)
    return {
        "unit": note.unit.code, "shift": note.shift.key, "since": note.shift.since,
        "until": note.shift.until, "whole_programme": note.whole,
        "numbers": [{"name": one.name, "label": one.label, "all": one.all, "seen": one.seen}
                    for one in note.numbers(person)],
        "remarks": [{"seq": one.entry.seq, "at": one.entry.at, "by": one.entry.actor,
                     "text": one.text} for one in said.remarks],
        "receipts": [{"at": one.at, "by": one.actor, **one.data} for one in said.receipts],
    }  # fmt: skip


def add(router: Router, programme: Programme) -> None:
    guard = through(lambda person: keeps_shifts(programme, person))
    reading(router, programme, guard)
    writing(router, programme, guard)


def reading(router: Router, programme: Programme, guard: Any) -> None:
    name = programme.name

    def asked(request: HttpRequest, unit: str, shift: str) -> Note:
        return note_for(programme, who(request), unit=unit, shift=shift)

    @router.get(
        "/shift", response={200: ShiftOut, 404: Problem}, auth=guard, operation_id=f"{name}_shift"
    )
    def read_note(request: HttpRequest, unit: str = "", shift: str = "") -> Any:
        """A unit's handover note; `shift` is its start, such as 202606150800."""
        return out(asked(request, unit, shift), who(request))

    @router.get(
        "/shift/rows/{heading}", response={200: list[CaseOut], 404: Problem}, auth=guard,
        operation_id=f"{name}_shift_rows",
    )  # fmt: skip
    def rows(request: HttpRequest, heading: Heading, unit: str = "", shift: str = "") -> Any:
        """The cases of one number: received, closed, overdue, soon or returned."""
        found = asked(request, unit, shift).shown(heading, who(request))
        return [case_out(case, programme) for case in detailed(found, programme.name)]


def writing(router: Router, programme: Programme, guard: Any) -> None:
    name = programme.name

    def asked(request: HttpRequest, payload: ShiftIn) -> Note:
        return note_for(programme, who(request), unit=payload.unit, shift=payload.shift)

    @router.post(
        "/shift/remarks", response={201: ShiftOut, **REFUSED}, auth=guard,
        operation_id=f"{name}_add_shift_remark",
    )  # fmt: skip
    def remark(request: HttpRequest, payload: ShiftRemarkIn) -> Any:
        """Signed and timed; nobody changes it afterwards."""
        note, form = asked(request, payload), RemarkForm(payload.dict())
        text = valid(form).cleaned_data["text"]
        remarks.add(note, text, by=who(request), client=client(request))
        return Status(201, out(note, who(request)))

    @router.post(
        "/shift/read", response={201: ShiftOut, **REFUSED}, auth=guard,
        operation_id=f"{name}_read_shift",
    )  # fmt: skip
    def read(request: HttpRequest, payload: ShiftIn) -> Any:
        """The next shift's receipt, with the numbers as they stand."""
        note = asked(request, payload)
        remarks.read(note, by=who(request), client=client(request))
        return Status(201, out(note, who(request)))
