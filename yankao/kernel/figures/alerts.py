"""A figure beyond its threshold is a task for whoever answers for it: one, until it is back."""

from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.people.models import Unit
from yankao.kernel.tasks import asking
from yankao.kernel.tasks.models import Task

from . import registry
from .figure import Figure
from .period import ONE, Period, beginning

KIND = "figure"


def look(today: date | None = None) -> None:
    """All figures with a threshold."""
    for figure in registry.every():
        if figure.alert is not None and figure.owner is not None:
            compare(figure, today or timezone.localdate())


def compare(figure: Figure, today: date) -> None:
    period = judged(figure, today)
    value = figure.value(period)
    task = Task.objects.open().filter(kind=KIND, key__startswith=key_of(figure, "")).first()
    if beyond(figure, value):
        if task is None:
            ask(figure, period, value)
    elif task is not None and value is not None:
        told = _("{period}為{value}，已回到門檻內。")
        note = told.format(period=period, value=figure.shown(value))
        asking.finish(task, by=None, at=timezone.now(), note=note)


def judged(figure: Figure, today: date) -> Period:
    """The last whole step; what stands now is judged today."""
    assert figure.alert is not None
    if figure.live:
        return Period.days(today, today)
    return Period.holding(beginning(today, figure.alert.step) - ONE, figure.alert.step)


def beyond(figure: Figure, value: Decimal | None) -> bool:
    """Missing is beyond nothing."""
    if value is None or figure.alert is None:
        return False
    return value > figure.alert.at if figure.direction == "down" else value < figure.alert.at


def ask(figure: Figure, period: Period, value: Decimal | None) -> Task | None:
    """Of the unit that answers for it; when that unit has ended, of the one that follows it."""
    assert figure.owner is not None and figure.alert is not None
    unit = Unit.objects.filter(code=figure.owner.unit).order_by("-valid_from").first()
    if unit is None:
        return None
    limit = Decimal(figure.alert.at)
    told = _("{label}：{period}為{value}，門檻{limit}，請說明原因與改善措施。")
    title = told.format(
        label=figure.title, period=period, value=figure.shown(value), limit=figure.shown(limit)
    )
    return asking.ask(
        title[:200], of=unit.today(), by=None, at=timezone.now(), kind=KIND,
        role=figure.owner.role, key=key_of(figure, timezone.now().isoformat()),
    )  # fmt: skip


def key_of(figure: Figure, moment: str) -> str:
    return f"figure:{figure.full}:{moment}"
