"""The life of a batch. See docs/decisions/0006-bulk-moves-wait.md."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from yankao.kernel.cases import engine
from yankao.kernel.cases.errors import CaseError, Invalid
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Action
from yankao.kernel.notices.letters import Channel
from yankao.kernel.notices.posting import post
from yankao.kernel.people.models import Person

from .. import desk, registry
from ..models import Batch, BatchItem
from . import limits
from .answers import Given, data_for, words_of
from .letters import FINISHED

LOOK = "yankao.kernel.programmes.jobs.look_ahead"
RUN = "yankao.kernel.programmes.jobs.run_batch"
MOST_TRIES = 5
State, Outcome = Batch.State, BatchItem.Outcome


def action_of(batch: Batch) -> Action:
    return registry.get(batch.programme).workflow.actions[batch.action]


def make(
    programme: str, action: str, cases: Iterable[Case], told: Given, *, by: Person, client: str
) -> Batch:
    """A batch to be looked at; a few cases are looked at now, many by the worker."""
    with transaction.atomic():
        batch = Batch.objects.create(
            programme=programme, action=action, by=by, client=client, made_at=timezone.now(),
            given={name: list(values) for name, values in told.items()},
        )  # fmt: skip
        rows = [BatchItem(batch=batch, case=one, position=n) for n, one in enumerate(cases)]
        BatchItem.objects.bulk_create(rows)
        if len(rows) > limits.AT_ONCE.value():
            app.configure_task(LOOK).defer(batch_id=batch.pk)
    if len(rows) <= limits.AT_ONCE.value():
        look_ahead(batch)
    return batch


def look_ahead(batch: Batch) -> None:
    """Tries every move without making it: who would be refused, and why; what each would read."""
    if batch.state != State.DRAFT:
        return
    related = ("case__holder", "case__handler", "case__category", "case__district",
               "case__contact", "case__last_entry", f"case__{batch.programme}")  # fmt: skip
    for item in batch.items.filter(looked_at=None).select_related(*related):
        look_at(item, batch)


def look_at(item: BatchItem, batch: Batch) -> None:
    action, case = action_of(batch), item.case
    data = data_for(case, action, batch.by, batch.given)
    item.shown = words_of(case, action, batch.given, data)
    item.looked_at = timezone.now()
    try:
        engine.rehearse(case, action.name, by=batch.by, data=data)
    except CaseError as error:
        item.hindrance = reason(error)
    item.save(update_fields=["shown", "looked_at", "hindrance"])


def reason(error: CaseError) -> str:
    """In one line; the errors of a form with the names of their fields."""
    if not isinstance(error, Invalid):
        return str(error)
    form = error.form
    told = []
    for name, errors in form.errors.items():
        label = f"{form.fields[name].label}：" if name in form.fields else ""
        told.append(f"{label}{' '.join(str(one) for one in errors)}")
    return " ".join(told)


def confirm(batch: Batch, *, at_once: bool = False) -> bool:
    """From now on it waits to be carried out; False when it was confirmed or dropped before."""
    now = timezone.now()
    runs_at = now if at_once else now + timedelta(seconds=limits.UNDO_SECONDS.value())
    with transaction.atomic():
        mine = Batch.objects.filter(pk=batch.pk, state=State.DRAFT)
        if not mine.update(state=State.WAITING, runs_at=runs_at):
            return False
        app.configure_task(RUN, schedule_at=runs_at).defer(batch_id=batch.pk)
    batch.refresh_from_db()
    return True


def take_back(batch: Batch) -> bool:
    """While it waits, nothing has happened and nothing will; afterwards it is too late."""
    now = timezone.now()
    waiting = Batch.objects.filter(pk=batch.pk, state=State.WAITING, runs_at__gt=now)
    return bool(waiting.update(state=State.UNDONE, settled_at=now))


def drop(batch: Batch) -> bool:
    """Before it was confirmed; nothing has happened."""
    mine = Batch.objects.filter(pk=batch.pk, state=State.DRAFT)
    return bool(mine.update(state=State.UNDONE, settled_at=timezone.now()))


def carry_out(batch_id: int) -> None:
    """Makes the moves one by one, each in its own transaction; may be called any number of times.

    A killed worker loses nothing: the move and the mark that it was made are one transaction.
    """
    now = timezone.now()
    if not Batch.objects.due(now).filter(pk=batch_id).update(state=State.RUNNING):
        return
    batch = Batch.objects.select_related("by").get(pk=batch_id)
    batch.tries += 1
    batch.save(update_fields=["tries"])
    if batch.tries > MOST_TRIES:
        given_up = _("系統多次未能完成，請逐案處理。")
        batch.items.filter(outcome="").update(outcome=Outcome.REFUSED, why=given_up, at=now)
    while step(batch):
        pass
    finish(batch)


@transaction.atomic
def step(batch: Batch) -> bool:
    """The next case that no other worker holds; False when there is none."""
    rows = batch.items.filter(outcome="").select_for_update(skip_locked=True, of=("self",))
    item = rows.first()
    if item is None:
        return False
    item.outcome, item.why = outcome_of(item, batch)
    item.at, item.shown = timezone.now(), ""
    item.save(update_fields=["outcome", "why", "at", "shown"])
    return True


def outcome_of(item: BatchItem, batch: Batch) -> tuple[str, str]:
    case, action = item.case, action_of(batch)
    if item.hindrance or not Case.objects.visible_to(batch.by).filter(pk=case.pk).exists():
        return Outcome.REFUSED, item.hindrance or _("您已不能檢視這一案。")
    try:
        with transaction.atomic():
            data = data_for(case, action, batch.by, batch.given)
            desk.act(case, action.name, by=batch.by, data=data, client=batch.client)
    except CaseError as error:
        return Outcome.REFUSED, reason(error)
    return Outcome.DONE, ""


@transaction.atomic
def finish(batch: Batch) -> None:
    """Once nothing is open the answers are forgotten and whoever asked is told."""
    row = Batch.objects.select_for_update().get(pk=batch.pk)
    if row.state != State.RUNNING or row.items.filter(outcome="").exists():
        return
    row.state, row.settled_at, row.given = State.DONE, timezone.now(), {}
    row.save(update_fields=["state", "settled_at", "given"])
    counted = {o: row.items.filter(outcome=o).count() for o in (Outcome.DONE, Outcome.REFUSED)}
    facts = {
        "action": action_of(row).label, "done": counted[Outcome.DONE],
        "refused": counted[Outcome.REFUSED], "path": f"/desk/batches/{row.pk}/",
    }  # fmt: skip
    post(FINISHED, row.by, key=f"bulk.finished:{row.pk}", at=row.settled_at, facts=facts,
         channels=[Channel.INBOX])  # fmt: skip


def unfinished(now: datetime) -> list[int]:
    """What should have been carried out a minute ago: its job failed or its worker was killed."""
    late = Batch.objects.due(now - timedelta(minutes=1))
    return list(late.values_list("pk", flat=True)[:100])


def forget(now: datetime) -> int:
    """Old batches; what they did stands on the timelines of their cases."""
    oldest = now - timedelta(days=limits.KEPT_DAYS.value())
    return Batch.objects.filter(made_at__lt=oldest).delete()[0]
