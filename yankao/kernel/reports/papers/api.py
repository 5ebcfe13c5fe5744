"""A case as PDF or ODT, for programs: one endpoint in every room."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from yankao.kernel.programmes import registry
from yankao.kernel.programmes.access import case_or_404, client
from yankao.kernel.programmes.api.door import PROBLEMS, api, in_room, through, valid, who
from yankao.kernel.programmes.programme import Programme
from yankao.kernel.programmes.shift.api import ShiftIn
from yankao.kernel.programmes.shift.note import keeps_shifts
from yankao.kernel.programmes.shift.pages import note_for

from . import shiftpaper
from .pages import PaperForm, kept
from .printing import printed

BYTES: dict[str, Any] = {"responses": {200: {"content": {"application/pdf": {}}}}}
REFUSED = {status: PROBLEMS[status] for status in (404, 409, 422)}


class ShiftPaperIn(ShiftIn):
    form: str = "pdf"


class PaperIn(Schema):
    """`reason` prints the reporter unmasked, for whoever may know; else masked or withheld."""

    form: str = "pdf"
    reason: str = ""


def router_for(programme: Programme) -> Router:
    router = Router(tags=[programme.label_en], auth=in_room(programme))

    @router.post(
        "/cases/{number}/paper", response=REFUSED, operation_id=f"{programme.name}_paper",
        openapi_extra=BYTES,
    )  # fmt: skip
    def paper(request: HttpRequest, number: str, payload: PaperIn) -> Any:
        """The case as its page shows it to this caller, as pdf or odt; noted on the timeline."""
        case = case_or_404(who(request), programme, number)
        asked = valid(PaperForm(payload.dict())).cleaned_data
        made = printed(programme, case, **asked, by=who(request), client=client(request))
        return kept(made, number, asked["form"])

    shifts(router, programme)
    return router


def shifts(router: Router, programme: Programme) -> None:
    @router.post(
        "/shift/paper", response=REFUSED, operation_id=f"{programme.name}_shift_paper",
        auth=through(lambda person: keeps_shifts(programme, person)), openapi_extra=BYTES,
    )  # fmt: skip
    def shift_paper(request: HttpRequest, payload: ShiftPaperIn) -> Any:
        """A unit's handover note as pdf or odt; noted on its timeline."""
        form = valid(shiftpaper.ShiftPaperForm(payload.dict())).cleaned_data["form"]
        note = note_for(programme, who(request), unit=payload.unit, shift=payload.shift)
        made = shiftpaper.printed(note, form, by=who(request), client=client(request))
        return shiftpaper.kept(note, form, made)


for room in registry.every():
    api.add_router(f"/{room.chapter}/{room.name}", router_for(room))
