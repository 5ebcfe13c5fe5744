"""A case as PDF or ODT, for programs: one endpoint in every room."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from yankao.kernel.programmes import registry
from yankao.kernel.programmes.access import case_or_404, client
from yankao.kernel.programmes.api.door import PROBLEMS, api, in_room, valid, who
from yankao.kernel.programmes.programme import Programme

from .pages import PaperForm, kept
from .printing import printed

BYTES: dict[str, Any] = {"responses": {200: {"content": {"application/pdf": {}}}}}
REFUSED = {status: PROBLEMS[status] for status in (404, 409, 422)}


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

    return router


for room in registry.every():
    api.add_router(f"/{room.chapter}/{room.name}", router_for(room))
