"""The figures the kernel answers for in every programme: what came in, what is open, what goes
back and forth. When hand-overs or returns rise, the design of the work is wrong, and it is seen.
"""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case, CaseQuerySet
from yankao.kernel.figures.dimensions import Dimension
from yankao.kernel.figures.figure import Figure, Population, count, share, total
from yankao.kernel.figures.measures import Measure
from yankao.kernel.figures.standard import ages, case_dimensions
from yankao.kernel.values.words import Words

from .programme import Programme

SOURCE = "各業務系統案件紀錄"
MOVED = Q(hand_overs__gt=0) | Q(returns__gt=0)


def figures_of(programme: Programme) -> list[Figure]:
    """Over all cases of the room by the day they came in, and over those open now."""
    return [*of_the_past(programme), *of_now(programme)]


def cases(programme: Programme) -> CaseQuerySet:
    return Case.objects.ours().filter(programme=programme.name)


def of_the_past(programme: Programme) -> list[Figure]:
    came = Population(
        "all", _("受理案件"), lambda: cases(programme), "opened_at", case_dimensions(""), case=""
    )
    said = {
        "opened": _("受理日在期間內的案件，不論後來如何結束。"),
        "hand_overs": _("期間內受理的案件，至今由一個單位改交另一個單位的次數總和。"),
        "returns": _("期間內受理的案件，至今被退回重做的次數總和。"),
        "back_and_forth": _("期間內受理的案件中，曾經改分或退回者所占比率。"),
    }

    def one(name: str, label: str, en: str, measure: Measure, **more: Any) -> Figure:
        return figure(programme, name, label, en, measure, came, said[name], **more)

    times = {"unit": _("次"), "direction": "down"}
    ratio = {"unit": "%", "places": 2, "direction": "down"}
    return [
        one("opened", "受理件數", "cases opened", count()),
        one("hand_overs", "改分次數", "hand-overs", total("hand_overs"), **times),
        one("returns", "退回次數", "returns", total("returns"), **times),
        one("back_and_forth", "來回率", "share going back and forth", share(MOVED), **ratio),
    ]


def of_now(programme: Programme) -> list[Figure]:
    state = Dimension("state", _("狀態"), choices=programme.workflow.states.choices)
    by: dict[str, str | Dimension] = {**case_dimensions(""), "age": ages(), "state": state}
    stands = Population(
        "open", _("未結案件"), lambda: cases(programme).open(), "", by, case=""
    )  # fmt: skip
    overdue = Population(
        "overdue", _("逾期未結案件"), lambda: cases(programme).overdue(), "", by, case=""
    )
    told = _("此刻尚未結案的案件。來源已看不到後續的匯入案件不計。")
    late = _("此刻已過期限而尚未結案的案件。")
    less = {"direction": "down"}
    return [
        figure(programme, "open", "未結件數", "open cases", count(), stands, told, **less),
        figure(
            programme, "overdue", "逾期未結件數", "overdue cases", count(), overdue, late, **less
        ),
    ]


def figure(
    programme: Programme, name: str, label: str, en: str, measure: Measure, rows: Population,
    definition: Words, **more: Any,
) -> Figure:  # fmt: skip
    return Figure(
        name, f"{programme.label}{label}", measure, rows, f"{programme.label_en}: {en}",
        definition=definition, source=SOURCE, audience="officials", **more,
    )  # fmt: skip
