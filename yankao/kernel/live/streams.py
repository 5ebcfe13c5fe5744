"""What can be listened to: who may, under which key, and what each key says at this moment."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from yankao.kernel.people.models import Person

registry: dict[str, "Stream"] = {}


@dataclass(frozen=True)
class Stream:
    """A page of a room that follows what happens.

    `key` says what one listener hears, from the person and their language; `read` what is said
    under each of these keys now: HTML that takes the place of what stands in the page, or any
    other text, whose change makes the page ask anew. One reading serves all who listen.
    """

    name: str
    lets_in: Callable[[Person], bool]
    key: Callable[[Person, str], str]
    read: Callable[[Collection[str]], Mapping[str, str]]
    every: float = 0.5

    def __post_init__(self) -> None:
        if self.name in registry:
            raise ValueError(f"two streams are called {self.name}")
        registry[self.name] = self
