"""Corrections and what went wrong."""

from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.translating import translate
from yankao.kernel.cases.workflow import Action

from ..asks.handling import LeakForm
from ..asks.routing import CorrectForm
from ..models import original
from ..states import (
    CONTROLLER,
    DISPATCHER,
    ETHICS,
    INTAKE,
    OFFICER,
    OPEN,
    PRIVACY,
    RUNNING,
    WINDOW,
    State,
)  # fmt: skip

KEEPING = [
    translate(
        [*OPEN, State.CLOSED], [INTAKE, DISPATCHER, WINDOW, OFFICER, ETHICS], original
    ),
    Action(
        "correct", _("更正"), RUNNING, by=[DISPATCHER, PRIVACY], asks=CorrectForm, corrects=True,
        tone="secondary", bulk=True,
    ),
    Action(
        "report_leak", _("通報個資外洩"), [*OPEN, State.CLOSED], by=[PRIVACY, ETHICS, CONTROLLER],
        asks=LeakForm, occasional=True, tone="danger",
    ),
]  # fmt: skip
