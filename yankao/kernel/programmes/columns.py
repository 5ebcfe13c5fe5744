"""The columns a list may show, for screen, export and endpoint alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db import models
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case
from yankao.kernel.geo.addresses import mask_house_number
from yankao.kernel.text.personal import mask
from yankao.kernel.ui.moments import moment_text
from yankao.kernel.values.words import Words

from .programme import Programme


@dataclass(frozen=True)
class Column:
    name: str
    label: Words
    value: Callable[[Case], object]
    own: bool = False  # of the detail, not of every case

    @property
    def narrow(self) -> bool:
        """Short values that should not break over lines."""
        return self.name in ("number", "district", "holder") or self.name.endswith("_at")

    def text(self, case: Case) -> str:
        """The value as a person reads it."""
        return said(self.value(case))

    def public_text(self, case: Case) -> str:
        """The value as everybody may read it."""
        text = mask_house_number(self.text(case)) if self.name == "address" else self.text(case)
        return mask(text)


def said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    return moment_text(value) if isinstance(value, datetime) else str(value)


SHARED = [
    Column("number", _("案號"), lambda c: c.number),
    Column("state", _("狀態"), lambda c: c.state_label),
    Column("title", _("案由"), lambda c: c.title),
    Column("category", _("類別"), lambda c: c.category),
    Column("district", _("行政區"), lambda c: c.district),
    Column("address", _("地點"), lambda c: c.place),
    Column("holder", _("承辦單位"), lambda c: c.holder),
    Column("handler", _("承辦人"), lambda c: c.handler),
    Column("channel", _("管道"), lambda c: channel(c)),
    Column("opened_at", _("受理時間"), lambda c: c.opened_at),
    Column("due_at", _("期限"), lambda c: c.due_at),
    Column("closed_at", _("結案時間"), lambda c: c.closed_at),
    Column("late", _("逾期"), lambda c: c.late or c.overdue()),
    Column("hand_overs", _("改分次數"), lambda c: c.hand_overs),
    Column("returns", _("退回次數"), lambda c: c.returns),
    Column("reopened", _("民眾反映還沒好"), lambda c: c.reopened),
    Column("affected", _("也受影響人數"), lambda c: c.affected),
]
SHARED_BY_NAME = {column.name: column for column in SHARED}


def channel(case: Case) -> str:
    from yankao.kernel.cases.intake import Channel

    label = dict(Channel.choices).get(case.channel, case.channel)
    return f"{label}/{case.sub_channel}" if case.sub_channel else str(label)


def detail_value(case: Case, programme: Programme, name: str) -> object:
    value = getattr(getattr(case, programme.name), name)
    labels = choices(programme.detail, name)
    return str(labels.get(value, value)) if labels else value


@cache
def choices(detail: type[models.Model], name: str) -> dict[object, Words]:
    """The words of a field with choices, by value; empty for others."""
    field = detail._meta.get_field(name)
    return dict(field.flatchoices) if isinstance(field, models.Field) else {}


def detail_column(programme: Programme, name: str) -> Column:
    field = programme.detail._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(f"{programme.name}.{name} is not a column")

    def value(case: Case) -> object:
        return detail_value(case, programme, name)

    return Column(name, str(field.verbose_name), value, own=True)


def columns(programme: Programme, wanted: Sequence[str] = ()) -> list[Column]:
    """The wanted columns, or the programme's own choice; unknown names are left out."""
    offered = {column.name: column for column in every(programme)}
    return [offered[name] for name in wanted or programme.columns if name in offered]


def every(programme: Programme) -> list[Column]:
    """Shared columns, then the facts of the detail; personal fields are never columns."""
    shared = {column.name for column in SHARED}
    own = [detail_column(programme, name) for name in programme.facts if name not in shared]
    return [*SHARED, *own]
