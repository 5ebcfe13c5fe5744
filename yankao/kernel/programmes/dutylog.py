"""What happened to duties: who gave, ended or moved one, and who was named deputy, sealed."""

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yankao.kernel.people.models import Duty, Person
from yankao.kernel.timeline import timeline
from yankao.kernel.timeline.models import Entry

from . import registry
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
def record(duty: Duty, verb: str, *, by: Person | None, client: str = "") -> None:
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
    for entry in rows.order_by("-at", "-pk")[:SHOWN]:
        told = {name: entry.data[name] for name in ("person", "unit", "deputy")}
        what, role = _(LABELS[entry.verb]), role_label(programme, entry.data["role"])
        yield {**told, "at": entry.at, "what": what, "role": role, "by": entry.actor}


def role_label(programme: Programme, name: str) -> str:
    role = programme.workflow.roles.get(name)
    return str(role.label) if role else name


def in_words(name: str, role: str) -> str:
    """A role with its room; as it was written when the room is gone."""
    found = next((room for room in registry.every() if room.name == name), None)
    return f"{found.label} · {role_label(found, role)}" if found else role
