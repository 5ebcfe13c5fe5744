"""Runs an exchange against the city: what it tells is taken in, what agents want is done.

The simulator is one exchange; a real one speaks through the same three verbs: `step`, `obey`, and
what is still on the line when it comes back.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from yankao.kernel.cases.models import Category
from yankao.kernel.people.models import Person

from .effects import NAME
from .intake import Event, lose, take
from .models import Beat, LiveCall, Order, Presence
from .sample_exchange import Simulator, Wrapped
from .settling import wrap_up
from .states import Kind

AWAY = timedelta(seconds=30)
TOPICS = ["parking", "road", "refuse", "noise", "welfare", "fines", "health", "followup", "bus"]


class Driver:
    """A simulator and the people it does not play."""

    def __init__(self, simulator: Simulator, name: str = "simulator") -> None:
        self.simulator, self.name = simulator, name
        self.people = {p.username: p for p in Person.objects.filter(username__in=simulator.own)}
        self.topics = list(Category.objects.filter(programme=NAME, code__in=TOPICS))
        self.told: list[Event] = []
        self.wrapped: list[Wrapped] = []

    def turn(self, now: datetime) -> int:
        """One round; how many events there were. What a failure kept from us is taken next time."""
        self.told += self.simulator.step(now, self.ready())
        self.wrapped += self.simulator.due(now)
        with transaction.atomic():
            self.beat(now)
            for order in self.orders():
                self.told += self.done(order, now)
            took = take(self.told, now)
            for wrapped in self.wrapped:
                self.say(wrapped)
        self.told, self.wrapped = [], []
        return took

    def beat(self, now: datetime) -> None:
        """Calls that went on when we fell silent are over: nobody heard the rest."""
        row, new = Beat.objects.get_or_create(exchange=self.name, defaults={"at": now})
        if not new and now - row.at > AWAY:
            lose(self.simulator.lines, row.at)
        row.at = now
        row.save(update_fields=["at"])

    def ready(self) -> Sequence[str]:
        """Agents of flesh and blood who wait, the longest waiting first."""
        rows = Presence.objects.filter(state=Presence.State.READY).order_by("since")
        names = rows.values_list("person__username", flat=True)
        return [name for name in names if name not in self.people]

    def orders(self) -> list[Order]:
        return list(Order.objects.filter(done_at=None).order_by("at", "id").select_for_update())

    def done(self, order: Order, now: datetime) -> list[Event]:
        told = self.simulator.obey(now, order.exchange_id, order.what, order.to)
        order.done_at = now
        order.trouble = "" if told is not None else "gone"
        order.save(update_fields=["done_at", "trouble"])
        return told or []

    def say(self, wrapped: Wrapped) -> None:
        """One of the played agents classifies a call."""
        call = LiveCall.objects.filter(exchange_id=wrapped.call).first()
        if call is None or not call.answered_at:
            return
        call.kind, call.online = wrapped.kind, wrapped.kind == Kind.CONSULT
        if wrapped.kind != Kind.OTHER:
            call.topic = Random(wrapped.call).choice(self.topics)
        wrap_up(call, self.people[wrapped.agent], wrapped.at)
