"""Many days of histories, made and stored by several processes side by side, each time the same."""

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from itertools import accumulate, islice, pairwise
from typing import Any, TypeVar

from django.db import connections, transaction

from yankao.kernel.cases import numbers
from yankao.kernel.cases.models import Case
from yankao.kernel.values.copying import next_keys
from yankao.kernel.values.taipei import midnight

from . import registry
from .history import History, Recorder, part, unhurried
from .programme import Programme

BATCH = 1000
BEHIND = 14  # lots: a day is begun when the one a fortnight back is stored, so it may point there


@dataclass(frozen=True)
class Lot:
    """The cases of one day. Keys and numbers are given before anybody begins, so that it does not
    matter who takes the lot and when.
    """

    programme: str
    day: date
    keys: Sequence[int]
    numbers: Sequence[str]


Make = Callable[[Lot], Sequence[History]]
Say = Callable[[int], None]
T = TypeVar("T")
_work: list[Callable[[Any], int]] = []


def drawn(programme: Programme, counts: Mapping[date, int]) -> list[Lot]:
    """A lot for each day, with so many numbers of its series and keys."""
    days = sorted(counts)
    moments = [midnight(day) for day in days for _place in range(counts[day])]
    return dealt(
        programme, counts, numbers.for_many(programme.numbering, programme.prefix, moments)
    )


def dealt(programme: Programme, counts: Mapping[date, int], given: Sequence[str]) -> list[Lot]:
    """A lot for each day, of numbers that are in the order of the days."""
    keys, days = next_keys(Case, len(given)), sorted(counts)
    edges = pairwise(accumulate((counts[day] for day in days), initial=0))
    return [
        Lot(programme.name, day, keys[since:until], given[since:until])
        for day, (since, until) in zip(days, edges, strict=True)
    ]


def record(lots: Sequence[Lot], make: Make, *, workers: int = 0, say: Say | None = None) -> int:
    """Lets every lot happen, by as many processes as there are processors; says how many cases.

    With one worker everything happens here, in the caller's transaction if there is one.
    """
    done = 0
    with unhurried():
        for count in shared(lots, partial(store, make=make), workers):
            done += count
            if say:
                say(done)
    return done


def shared(things: Sequence[T], work: Callable[[T], int], workers: int = 0) -> Iterator[int]:
    """What the work says of each, in their order; by so many processes, or all of them here."""
    workers = workers or os.cpu_count() or 1
    return map(work, things) if workers == 1 else side_by_side(things, work, workers)


def side_by_side(things: Sequence[T], work: Callable[[T], int], workers: int) -> Iterator[int]:
    """The things in their order, each to whoever is free; a fault ends all."""
    let_go()
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(workers, context, initializer=begin, initargs=(work,)) as pool:
        waiting, rest = list[Future[int]](), iter(things)
        try:
            waiting += [pool.submit(take, one) for one in islice(rest, BEHIND)]
            while waiting:
                yield waiting.pop(0).result()
                waiting += [pool.submit(take, one) for one in islice(rest, 1)]
        finally:
            pool.shutdown(cancel_futures=True)


def begin(work: Callable[[Any], int]) -> None:
    """What a new process does first; it does not outlive whoever started it."""
    _work[:] = [work]
    threading.Thread(target=follow, args=(os.getppid(),), daemon=True).start()


def follow(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def take(thing: object) -> int:
    return _work[0](thing)


def store(lot: Lot, make: Make) -> int:
    """All cases of a lot or none; it has its keys, and gives them in order of time."""
    histories, recorder = make(lot), recorder_of(lot.programme)
    for key, number, history in zip(lot.keys, lot.numbers, histories, strict=True):
        history.case.pk, history.case.number = key, number
    with transaction.atomic():
        for first in range(0, len(histories), BATCH):
            recorder.store(histories[first : first + BATCH])
    part(histories)
    return len(histories)


@cache
def recorder_of(programme: str) -> Recorder:
    return Recorder(registry.get(programme))


def let_go() -> None:
    """A connection cannot be shared with a child; each process opens its own."""
    for connection in connections.all():
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
