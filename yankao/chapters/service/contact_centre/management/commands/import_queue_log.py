"""Brings in what an exchange's queue_log knows and we do not; every line is used or listed."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from yankao.kernel.people.models import Person

from ... import limits
from ...formulas import Call
from ...models import CallRecord, LiveCall
from ...queue_log import QueuedCall, Reading, read
from ...records import DIGEST, NEAR, Told, key, settle


class Command(BaseCommand):
    help = "Brings in calls from an Asterisk queue_log; those taken wait to be classified."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--rejects", type=Path, help="a CSV of the lines that were not used")

    def handle(self, *args: Any, file: Path, rejects: Path | None, **options: Any) -> None:
        with file.open(encoding="utf-8", errors="replace") as lines:
            found = read(lines, key=key(), short_seconds=limits.SHORT_SECONDS.value())
        stored, waiting, open_ = bring(found)
        if rejects:
            with rejects.open("w", encoding="utf-8-sig", newline="") as out:
                rows = [[aside.line, aside.reason, aside.text] for aside in found.asides]
                csv.writer(out).writerows([["line", "reason", "text"], *rows])
        self.stdout.write(
            f"{len(found.calls)} calls: {stored} stored, {waiting} to be classified, {open_}"
            f" without an end, the others were here; {len(found.asides)} lines not used"
        )


def bring(found: Reading) -> tuple[int, int, int]:
    """Stored, to be classified, without an end; twice does no harm."""
    ended = [call for call in found.calls if call.ended_at]
    with transaction.atomic():
        stored = settle(told(call) for call in ended if not call.answered_at)
        taken = [call for call in ended if call.answered_at and not known(call)]
        names = {call.agent for call in taken}
        people = {one.username: one for one in Person.objects.filter(username__in=names)}
        LiveCall.objects.bulk_create(left(call, people.get(call.agent)) for call in taken)
    return stored, len(taken), len(found.calls) - len(ended)


def known(call: QueuedCall) -> bool:
    near = (call.queued_at - NEAR, call.queued_at + NEAR)
    there = CallRecord.objects.filter(exchange_id=call.unique_id, at__range=near)
    return there.exists() or LiveCall.objects.filter(exchange_id=call.unique_id).exists()


def told(call: QueuedCall) -> Told:
    assert call.ended_at and call.disposition
    given_up = Call(
        call.queued_at, call.ended_at, call.disposition, call.queued_at, caller=call.caller[:DIGEST]
    )
    return Told(given_up, call.unique_id, call.queue)


def left(call: QueuedCall, agent: Person | None) -> LiveCall:
    """A call somebody took: over, and to be classified by them or the lead."""
    return LiveCall(
        exchange_id=call.unique_id, state="ended", queue=call.queue, caller=call.caller[:DIGEST],
        offered_at=call.queued_at, queued_at=call.queued_at, answered_at=call.answered_at,
        ended_at=call.ended_at, agent=agent,
    )  # fmt: skip
