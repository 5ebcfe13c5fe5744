"""What may hold up a move beyond its own condition; upper floors add theirs when they start."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from .actors import Actor

if TYPE_CHECKING:
    from .models import Case
    from .workflow import Action

Demand = Callable[["Case", "Action", Actor], str]
demands: list[Demand] = []


def refusal(case: "Case", action: "Action", by: Actor) -> str:
    """The first reason against the move, or ""."""
    return next((why for demand in demands if (why := demand(case, action, by))), "")
