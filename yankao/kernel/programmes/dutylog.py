"""What happened to duties: who gave, ended or moved one, and who was named deputy, sealed."""

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yankao.kernel.people.models import Duty, Person
from yankao.kernel.timeline import timeline
from yankao.kernel.timeline.models import Entry

from .programme import Programme

GIVEN, ENDED, MOVED, DEPUTY = "duty_given", "duty_ended", "duty_moved", "deputy_named"
LABELS = {
    GIVEN: gettext_noop("指派職務"),
    ENDED: gettext_noop("結束職務"),
    MOVED: gettext_noop("改列承接單位"),
    DEPUTY: gettext_noop("指定職務代理人"),
}
SHOWN = 50


@transaction.atomic
def record(duty: Duty, verb: str, *, by: Person, client: str = "") -> None:
    """An entry on the person's own chain, in the transaction of the change."""
    Person.objects.select_for_update().get(pk=duty.person_id)
    told = {
        "duty": duty.pk, "programme": duty.programme, "role": duty.role, "unit": duty.unit.name,
        "person": duty.person.name, "deputy": duty.deputy.name if duty.deputy else "",
    }  # fmt: skip
    timeline.write(
        f"person:{duty.person_id}", verb, by=by, at=timezone.now(), label=LABELS[verb], data=told,
        client=client,
    )  # fmt: skip


def lines(programme: Programme) -> Iterator[dict[str, object]]:
    """The newest of this room, newest first: `by` did it, `person` is whose duty it is."""
    rows = Entry.objects.filter(verb__in=LABELS, data__programme=programme.name)
    roles = {name: str(role.label) for name, role in programme.workflow.roles.items()}
    for entry in rows.order_by("-at", "-pk")[:SHOWN]:
        told = {name: entry.data[name] for name in ("person", "unit", "deputy")}
        role = roles.get(entry.data["role"], entry.data["role"])
        what = _(LABELS[entry.verb])
        yield {**told, "at": entry.at, "what": what, "role": role, "by": entry.actor}
