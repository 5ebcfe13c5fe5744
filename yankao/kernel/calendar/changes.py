"""Who wants to know that the calendar changed; asked within the same transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from yankao.kernel.policy.models import Value

from .models import Closure, DayChange


@dataclass(frozen=True)
class Change:
    """What changed: a closure declared, moved or revoked, days of an amended calendar, a setting.

    `since` and `until` bound the time that counts differently now; `area` is "" for the city.
    """

    since: datetime
    until: datetime
    area: str
    reason: str
    by: str
    at: datetime
    closure: Closure | None = None
    days: tuple[DayChange, ...] = ()
    value: Value | None = None

    @property
    def moves(self) -> bool:
        """Whether ends already reckoned may move; a year that only arrives moves none."""
        return bool(self.closure or self.days or self.value)

    def __str__(self) -> str:
        return self.reason


Listener = Callable[[Change], None]
_listeners: list[Listener] = []


def subscribe(listener: Listener) -> Listener:
    """Has `listener` called with every change, the new calendar already in force."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def unsubscribe(listener: Listener) -> None:
    _listeners.remove(listener)


def publish(change: Change) -> None:
    """Tells everyone; what a listener raises undoes the change."""
    for listener in tuple(_listeners):
        listener(change)
