"""Endpoints beyond the generic ones: the counter's day, a scan read, the petitioner's proxy."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import File, Router, Schema, UploadedFile
from ninja.errors import HttpError

from yankao.kernel.programmes import registry
from yankao.kernel.programmes.access import case_or_404, client
from yankao.kernel.programmes.api.door import PROBLEMS, through, who
from yankao.kernel.programmes.schemas import ContactOut, Why

from .counterday import lines, may_enter, may_take_in, read_scan
from .views import look_at_proxy

router = Router()


class CounterLineOut(Schema):
    """A channel: what came in today, and what still waits to be confirmed, registered, assigned."""

    channel: str
    came: int
    await_confirm: int
    received: int
    registered: int


class ScanOut(Schema):
    text: str


@router.get("/counter", response={200: list[CounterLineOut], **PROBLEMS},
            auth=through(may_enter), operation_id="petitions_counter")  # fmt: skip
def counter(request: HttpRequest) -> Any:
    """Today at the counter, the five channels and their sum."""
    return [
        {"channel": one.label, "came": one.came, "await_confirm": one.waits[0],
         "received": one.waits[1], "registered": one.waits[2]}
        for one in lines(who(request), timezone.now())
    ]  # fmt: skip


@router.post("/counter/read", response={200: ScanOut, **PROBLEMS}, auth=through(may_take_in),
             operation_id="petitions_read_scan")  # fmt: skip
def scan(request: HttpRequest, file: File[UploadedFile]) -> Any:
    """The text of a scanned page; to be checked by whoever uses it, and not kept."""
    text, trouble = read_scan(file)
    if trouble:
        raise HttpError(422, trouble)
    return {"text": text}


@router.post(
    "/cases/{number}/proxy", response={200: ContactOut, **PROBLEMS}, operation_id="petitions_proxy"
)
def proxy(request: HttpRequest, number: str, payload: Why) -> Any:
    """Who speaks for the petitioner; the look and its reason stay on the timeline."""
    person = who(request)
    case = case_or_404(person, registry.get("petitions"), number)
    contact = look_at_proxy(case, person, payload.reason, client(request))
    if contact is None:
        raise Http404
    return contact
