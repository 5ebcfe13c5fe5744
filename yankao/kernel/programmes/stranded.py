"""Duties left at units that a reorganisation ended: who sees them, moves them, is asked to."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.people.models import Duty, Person
from yankao.kernel.policy.policy import Setting
from yankao.kernel.tasks import asking
from yankao.kernel.tasks.models import Task

from . import dutylog, registry
from .programme import Programme

KIND = "duties"
SOURCE = "市府未公開規定；本會暫定"
DAYS = Setting(
    "people.move_duties_days", 3, gettext_lazy("單位裁撤後幾日內改列職務"), SOURCE, "assumed", 1, 90
)


def stranded(programme: Programme) -> QuerySet[Duty]:
    """Duties in force at a unit that no longer stands."""
    rows = Duty.objects.filter(programme=programme.name).in_force(timezone.now())
    rows = rows.filter(unit__valid_to__lte=timezone.localdate())
    return rows.select_related("person", "deputy", "unit__successor").order_by("unit", "role")


def move(
    programme: Programme, pk: str | int | None = None, *, by: Person, client: str = ""
) -> list[Duty]:
    """To the units that answer now: one duty, or all that can go; what has nowhere to go stays."""
    with transaction.atomic():
        rows = stranded(programme).select_for_update(of=("self",))
        if pk is not None:
            rows = rows.filter(pk=int(pk) if str(pk).isdigit() else 0)
        moved = [_moved(duty) for duty in rows if duty.unit.today().stands()]
        for duty in moved:
            dutylog.record(duty, dutylog.MOVED, by=by, client=client)
        settle(programme)
    return moved


def _moved(duty: Duty) -> Duty:
    """The old row ends and a new one follows; nobody holds the same duty twice."""
    today = timezone.localdate()
    same = {"person": duty.person, "programme": duty.programme, "role": duty.role,
            "unit": duty.unit.today()}  # fmt: skip
    held = Duty.objects.in_force(timezone.now()).filter(**same).first()
    following = held or Duty.objects.create(
        **same, since=today, until=duty.until, decides=duty.decides, deputy=duty.deputy
    )
    duty.until = today
    duty.save(update_fields=["until"])
    return following


def ask_to_move() -> None:
    """A task for those who manage the room, once for each reorganisation."""
    for programme in registry.every():
        rows = stranded(programme)
        ended = rows.aggregate(day=Max("unit__valid_to"))["day"]
        if ended is not None:
            ask_managers(programme, count=rows.count(), ended=ended)


def ask_managers(programme: Programme, *, count: int, ended: date) -> None:
    title = _("{room}：改列裁撤單位的職務 {count} 項（設定 › 人員與職務）").format(
        room=programme.label, count=count
    )
    names, now = [role.name for role in programme.managers], timezone.now()
    held = Duty.objects.filter(programme=programme.name, role__in=names).in_force(now)
    for duty in held.order_by("unit_id", "role").distinct("unit_id", "role").select_related("unit"):
        key = f"{KIND}:{programme.name}:{duty.unit_id}:{duty.role}:{ended}"
        due = now + timedelta(days=DAYS.value())
        asking.ask(
            title, of=duty.unit, role=duty.role, by=None, at=now, due_at=due, kind=KIND, key=key
        )


def settle(programme: Programme) -> None:
    """Nothing left to move: what was asked for is done."""
    if stranded(programme).exists():
        return
    for task in Task.objects.open().filter(kind=KIND, key__startswith=f"{KIND}:{programme.name}:"):
        note = _("已無職務屬於裁撤單位。")
        asking.finish(task, by=None, at=timezone.now(), note=note)
