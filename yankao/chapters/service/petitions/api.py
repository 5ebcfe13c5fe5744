"""One endpoint beyond the generic ones: the petitioner's proxy."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router

from yankao.kernel.programmes import registry
from yankao.kernel.programmes.access import case_or_404, client
from yankao.kernel.programmes.api.door import PROBLEMS, who
from yankao.kernel.programmes.schemas import ContactOut, Why

from .views import look_at_proxy

router = Router()


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
