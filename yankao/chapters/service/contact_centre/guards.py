"""Reasons for which a move is refused."""

from django.utils.translation import gettext as _

from yankao.kernel.cases.actors import Actor
from yankao.kernel.cases.models import Case

from . import limits
from .effects import question


def not_tried(case: Case, by: Actor) -> str:
    """Nobody is given up before they have been called often enough."""
    least = limits.ATTEMPTS.value()
    if question(case).attempts >= least:
        return ""
    return _("還沒有回電滿 {n} 次。").format(n=least)
