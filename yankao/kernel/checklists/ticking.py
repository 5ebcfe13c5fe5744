"""What is asked at a case, what was ticked, and what a move still lacks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yankao.kernel.cases.actors import Actor, person
from yankao.kernel.cases.entries import enter
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Action
from yankao.kernel.people.models import Person

from .models import Checklist, ChecklistItem, Tick


@dataclass(frozen=True)
class Line:
    item: ChecklistItem
    tick: Tick | None


@dataclass(frozen=True)
class Shown:
    """A checklist as it stands at one case."""

    checklist: Checklist
    lines: list[Line]

    @property
    def done(self) -> int:
        return sum(line.tick is not None for line in self.lines)


def shown(case: Case) -> list[Shown]:
    """The lists of a case in order; one question to the database when there are none."""
    items = list(ChecklistItem.objects.asked_of(case).select_related("checklist"))
    if not items:
        return []
    ticks = {tick.item_id: tick for tick in Tick.objects.filter(case=case).select_related("by")}
    lists: dict[int, Shown] = {}
    for item in items:
        one = lists.setdefault(item.checklist_id, Shown(item.checklist, []))
        one.lines.append(Line(item, ticks.get(item.pk)))
    return list(lists.values())


def tick(
    case: Case, wanted: Collection[int], *, by: Person, at: datetime, client: str = ""
) -> bool:
    """Makes the ticks those wanted; True when anything changed. One entry says what."""
    with transaction.atomic():
        Case.objects.locked(case.pk)
        items = {item.pk: item for item in ChecklistItem.objects.asked_of(case)}
        before = set(Tick.objects.filter(case=case).values_list("item", flat=True)) & set(items)
        fresh, gone = set(wanted) & set(items) - before, before - set(wanted)
        if not fresh and not gone:
            return False
        Tick.objects.bulk_create(Tick(case=case, item=items[pk], by=by, at=at) for pk in fresh)
        Tick.objects.filter(case=case, item__in=gone).delete()
        notes = [f"✓ {items[pk].text}" for pk in items if pk in fresh]
        notes += [_("取消：{text}").format(text=items[pk].text) for pk in items if pk in gone]
        enter(case, "tick", by=by, at=at, label=_("檢核"), data={"notes": notes}, client=client)
    return True


def lacking(case: Case, action: Action, by: Actor) -> str:
    """Required items that this move demands and nobody ticked; only officials can be asked."""
    if person(by) is None:
        return ""
    rows = ChecklistItem.objects.asked_of(case).filter(checklist__action=action.name, required=True)
    texts = rows.exclude(ticks__case=case.pk).values_list("text", flat=True)
    names = _("、").join(texts)
    return _("檢核表還有必要項目未完成：{names}。").format(names=names) if names else ""
