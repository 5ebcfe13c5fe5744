"""One endpoint beyond the generic ones: how it stands with each agency's section."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from yankao.chapters.research.manuscripts.interface import standings
from yankao.kernel.programmes import registry
from yankao.kernel.programmes.access import case_or_404
from yankao.kernel.programmes.api.door import who
from yankao.kernel.programmes.schemas import Problem

router = Router()


class StandingOut(Schema):
    number: str
    title: str
    chapter: str
    unit: str
    state: str
    length: int
    limit: int
    due_at: datetime | None
    late: bool
    returns: int
    remarks: int
    submitted_at: datetime | None


@router.get("/cases/{number}/sections", response={200: list[StandingOut], 404: Problem},
            operation_id="editions_sections")  # fmt: skip
def sections(request: HttpRequest, number: str) -> Any:
    """Every agency's section in the order of the report."""
    case = case_or_404(who(request), registry.get("editions"), number)
    return [one.__dict__ for one in standings(case.pk)]
