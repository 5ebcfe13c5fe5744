"""Two endpoints beyond the generic ones: the versions of a reply, and the petitioner's proxy."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from yankao.kernel.programmes import registry
from yankao.kernel.programmes.access import case_or_404, client
from yankao.kernel.programmes.api.door import PROBLEMS, who
from yankao.kernel.programmes.schemas import ContactOut, Problem, Why

from .versions import tracked
from .views import look_at_proxy

router = Router()


class PieceOut(Schema):
    """A stretch of text: kept, added or removed."""

    kind: str
    text: str


class VersionOut(Schema):
    number: int
    text: str
    legal_basis: str
    author: str
    written_at: Any
    approved: bool | None
    decided_by: str | None
    decided_at: Any
    changes: list[PieceOut]


@router.get(
    "/cases/{number}/reply", response={200: list[VersionOut], 404: Problem},
    operation_id="petitions_reply",
)  # fmt: skip
def reply(request: HttpRequest, number: str) -> Any:
    """Every version of the reply with what changed, newest first."""
    case = case_or_404(who(request), registry.get("petitions"), number)
    names = ("number", "text", "legal_basis", "written_at", "approved", "decided_at")
    return [
        {name: getattr(version, name) for name in names} | {
            "author": version.author.name,
            "decided_by": version.decided_by.name if version.decided_by else None,
            "changes": [{"kind": one.kind, "text": one.text} for one in changed],
        }
        for version, changed in tracked(case)
    ]  # fmt: skip


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
