"""How the office is run: closures, duties, the words of letters; for those who manage a room."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Body, Field, Router, Schema, Status

from yankao.kernel.calendar.closures import declare_closure, revoke_closure
from yankao.kernel.calendar.models import Closure
from yankao.kernel.notices.forms import TemplateForm
from yankao.kernel.notices.wording import history, wording
from yankao.kernel.people.models import Duty

from .. import duty_roster, dutylog, stranded
from ..access import client
from ..letters_pages import letter_or_404, offered
from ..officials.roster import MOST
from ..people_forms import DutyForm
from ..people_pages import end_duty, in_force
from ..programme import Programme
from ..schemas import body, form_data
from ..settings_forms import ClosureForm
from .door import PROBLEMS, managing, valid, who
from .officials import TakenOut

ClosureIn = body("ClosureIn", ClosureForm)
DutyIn = body("DutyIn", DutyForm)


class ClosureOut(Schema):
    """`area` is a district's code, empty for the whole city."""

    id: int
    kind: str
    area: str
    since: datetime
    until: datetime
    reason: str
    source: str
    declared_by: str
    declared_at: datetime
    revoked_at: datetime | None


class DutyOut(Schema):
    id: int
    person: str
    role: str
    unit: str
    since: date
    until: date | None
    deputy: str | None


class DutyRowIn(Schema):
    """A user name, a role by its name or label, a unit's code."""

    person: str
    role: str
    unit: str


DutyRows = Body[Annotated[list[DutyRowIn], Field(max_length=MOST)]]


class DutyLogOut(Schema):
    """In words; `by` is who did it, `deputy` is empty when none is named."""

    at: datetime
    what: str
    person: str
    role: str
    unit: str
    deputy: str
    by: str


class StrandedOut(DutyOut):
    """`successor` is the unit that answers now; null when none follows."""

    successor: str | None


class LetterOut(Schema):
    letter: str
    label: str
    channel: str
    language: str


class WordsOut(LetterOut):
    subject: str
    body: str
    variables: dict[str, str]
    history: list[str]


class LetterIn(Schema):
    subject: str = ""
    body: str
    reason: str


def add(router: Router, programme: Programme) -> None:
    closures(router, programme)
    duties(router, programme)
    letters(router, programme)


def closures(router: Router, programme: Programme) -> None:
    name, guard = programme.name, managing(programme)

    @router.get("/closures", response=list[ClosureOut], auth=guard,
                operation_id=f"{name}_closures")  # fmt: skip
    def listed(request: HttpRequest) -> Any:
        """The fifty newest, revoked ones too."""
        return Closure.objects.order_by("-since")[:50]

    @router.post(
        "/closures", response={201: ClosureOut, **PROBLEMS}, auth=guard,
        operation_id=f"{name}_declare_closure",
    )  # fmt: skip
    def declare(request: HttpRequest, payload: ClosureIn) -> Any:  # type: ignore[valid-type]
        """Declares a typhoon closure or force majeure; running deadlines are recomputed."""
        form = valid(ClosureForm(form_data(payload, ClosureForm)))
        return Status(201, declare_closure(**form.cleaned_data, by=who(request).name))

    @router.post(
        "/closures/{pk}/revoke", response={200: ClosureOut, **PROBLEMS}, auth=guard,
        operation_id=f"{name}_revoke_closure",
    )  # fmt: skip
    def revoke(request: HttpRequest, pk: int) -> Any:
        """Takes a closure back as if it had never been."""
        found = get_object_or_404(Closure, pk=pk, revoked_at=None)
        return revoke_closure(found, by=who(request).name)


def duties(router: Router, programme: Programme) -> None:
    name, guard = programme.name, managing(programme)

    @router.get("/duties", response=list[DutyOut], auth=guard,
                operation_id=f"{name}_duties")  # fmt: skip
    def listed(request: HttpRequest) -> Any:
        """Who does what in this room now."""
        return [duty_out(duty) for duty in in_force(programme)]

    @router.post(
        "/duties", response={201: DutyOut, **PROBLEMS}, auth=guard,
        operation_id=f"{name}_give_duty",
    )  # fmt: skip
    def give(request: HttpRequest, payload: DutyIn) -> Any:  # type: ignore[valid-type]
        form = valid(DutyForm(programme, who(request), form_data(payload, DutyForm)))
        return Status(201, duty_out(form.give(client(request))))

    @router.post("/duties/roster", response={200: TakenOut, **PROBLEMS}, auth=guard,
                 operation_id=f"{name}_take_duties")  # fmt: skip
    def take(request: HttpRequest, payload: DutyRows) -> Any:
        """Many at once, from today; more than a thousand are refused."""
        rows = [(line, row.dict()) for line, row in enumerate(payload, 1)]
        return vars(duty_roster.take(programme, rows, by=who(request), client=client(request)))

    @router.post(
        "/duties/{pk}/end", response={200: DutyOut, **PROBLEMS}, auth=guard,
        operation_id=f"{name}_end_duty",
    )  # fmt: skip
    def end(request: HttpRequest, pk: int) -> Any:
        """Ends a duty today; the row stays, so the past can be read."""
        return duty_out(end_duty(programme, pk, by=who(request), client=client(request)))

    duties_past(router, programme)


def duties_past(router: Router, programme: Programme) -> None:
    """What became of duties: those at ended units, and the log."""
    name, guard = programme.name, managing(programme)

    @router.get("/duties/stranded", response=list[StrandedOut], auth=guard,
                operation_id=f"{name}_stranded_duties")  # fmt: skip
    def left(request: HttpRequest) -> Any:
        """Duties in force at units that a reorganisation ended."""
        return [stranded_out(duty) for duty in stranded.stranded(programme)]

    @router.post(
        "/duties/stranded/move", response={200: list[DutyOut], **PROBLEMS}, auth=guard,
        operation_id=f"{name}_move_duties",
    )  # fmt: skip
    def move(request: HttpRequest, pk: int | None = None) -> Any:
        """One of them, or all, to the units that followed; the old rows end today."""
        moved = stranded.move(programme, pk, by=who(request), client=client(request))
        return [duty_out(duty) for duty in moved]

    @router.get("/duties/log", response=list[DutyLogOut], auth=guard,
                operation_id=f"{name}_duty_log")  # fmt: skip
    def log(request: HttpRequest) -> Any:
        """The newest fifty: who gave, ended or moved a duty, or named a deputy."""
        return list(dutylog.lines(programme))


def duty_out(duty: Duty) -> dict[str, Any]:
    return {
        "id": duty.pk, "person": duty.person.username, "role": duty.role, "unit": duty.unit.code,
        "since": duty.since, "until": duty.until,
        "deputy": duty.deputy.username if duty.deputy else None,
    }  # fmt: skip


def stranded_out(duty: Duty) -> dict[str, Any]:
    unit = duty.unit.today()
    return duty_out(duty) | {"successor": unit.code if unit.stands() else None}


def letters(router: Router, programme: Programme) -> None:
    name, guard = programme.name, managing(programme)
    address = "/letters/{letter}/{channel}/{language}"

    @router.get("/letters", response=list[LetterOut], auth=guard,
                operation_id=f"{name}_letters")  # fmt: skip
    def listed(request: HttpRequest) -> Any:
        """Every letter the house may send, by channel and language."""
        return [
            {"letter": letter.name, "label": str(letter.label), "channel": str(channel),
             "language": language}
            for letter, channel, language, _said in offered()
        ]  # fmt: skip

    @router.get(address, response={200: WordsOut, **PROBLEMS}, auth=guard,
                operation_id=f"{name}_letter")  # fmt: skip
    def one(request: HttpRequest, letter: str, channel: str, language: str) -> Any:
        """The words in force, the variables allowed, and earlier words."""
        return words_out(letter, channel, language)

    @router.post(address, response={200: WordsOut, **PROBLEMS}, auth=guard,
                 operation_id=f"{name}_write_letter")  # fmt: skip
    def write(
        request: HttpRequest, letter: str, channel: str, language: str, payload: LetterIn
    ) -> Any:
        found = letter_or_404(letter, channel, language)
        form = TemplateForm(payload.dict(), letter=found, channel=channel, language=language)
        valid(form).save(by=who(request), at=timezone.now())
        return words_out(letter, channel, language)


def words_out(letter: str, channel: str, language: str) -> dict[str, Any]:
    found = letter_or_404(letter, channel, language)
    subject, words = wording(found, channel, language)
    return {
        "letter": letter, "label": str(found.label), "channel": channel, "language": language,
        "subject": subject, "body": words,
        "variables": {key: str(said) for key, said in found.variables.items()},
        "history": [f"{row.at.date()} {row.author}：{row.body}"
                    for row in history(found, channel, language)],
    }  # fmt: skip
