"""Supplement, co-handling, withdrawal."""

from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.workflow import REPORTER, SYSTEM, Action, stamp
from yankao.kernel.notices.effects import tell_handler

from .. import effects, guards
from ..asks.handling import (
    CoAnswerForm,
    CoHandleForm,
    ConsolidateForm,
    SupplementAnswerForm,
    SupplementForm,
    WithdrawForm,
)
from ..states import CO_HANDLER, DISPATCHER, ETHICS, INTAKE, OFFICER, OPEN, WORKING, State

HANDLING = [
    Action(
        "ask_supplement", _("通知補正"), WORKING, State.SUPPLEMENT, by=[OFFICER, ETHICS],
        asks=SupplementForm, only_if=guards.not_asked_yet, restarts="supplement",
        effects=[stamp("supplement_asked_at"), effects.tell_supplement], tone="secondary",
    ),
    Action(
        "supplement", _("補正資料"), State.SUPPLEMENT, State.IN_PROGRESS,
        by=[REPORTER, OFFICER, ETHICS], asks=SupplementAnswerForm,
        effects=[stamp("supplemented_at"), tell_handler],
    ),
    Action(
        "lapse", _("逾期未補正"), State.SUPPLEMENT, State.IN_PROGRESS, by=[SYSTEM, OFFICER, ETHICS],
        only_if=guards.supplement_over, effects=[effects.mark(silent=True), tell_handler],
        hint=_("依現有資料答復。"),
    ),
    Action(
        "co_handle", _("會辦"), [*WORKING, State.CO_HANDLING], State.CO_HANDLING,
        by=[OFFICER, ETHICS], asks=CoHandleForm, effects=[effects.ask_units], tone="secondary",
        hint=_("各機關期限不同時，請分次會辦。"),
    ),
    Action(
        "answer", _("會辦意見"), State.CO_HANDLING, by=CO_HANDLER, asks=CoAnswerForm,
        only_if=guards.asked_of_me,
    ),
    Action(
        "consolidate", _("彙整會辦意見"), State.CO_HANDLING, State.IN_PROGRESS,
        by=[OFFICER, ETHICS], asks=ConsolidateForm, effects=[effects.end_co_handling],
    ),
    Action(
        "withdraw", _("撤案"), OPEN, State.WITHDRAWN, by=[REPORTER, INTAKE, DISPATCHER, OFFICER],
        asks=WithdrawForm, effects=[effects.end_co_handling, effects.tell_withdrawn],
        occasional=True, tone="danger",
    ),
]  # fmt: skip
