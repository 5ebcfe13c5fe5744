"""Reasons for which a move is refused."""

from django.utils.translation import gettext as _

from yankao.kernel.cases.actors import Actor
from yankao.kernel.cases.models import Case

from .models import visit


def not_called(case: Case, by: Actor) -> str:
    return _("已通知過 119。") if visit(case).called_at else ""


def called(case: Case, by: Actor) -> str:
    return "" if visit(case).called_at else _("請先按「已通知 119」。")
