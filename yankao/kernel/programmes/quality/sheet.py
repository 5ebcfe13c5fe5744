"""What a room declares to have its closed cases read again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from yankao.kernel.cases.models import CaseQuerySet
from yankao.kernel.cases.workflow import Role
from yankao.kernel.policy.policy import Setting


@dataclass(frozen=True)
class Sheet:
    """The criteria with their points, whose cases are drawn, and who reads them.

    `confidential_reader` reads confidential cases, which the others do not see.
    """

    criteria: Sequence[Setting[int]]
    closed: Callable[[datetime, datetime], CaseQuerySet]
    reader: Role
    percent: Setting[int]
    least: Setting[int]
    passing: Setting[int]
    confidential_reader: Role | None = None

    def score(self, given: Sequence[int]) -> int:
        """Points of a hundred, half up, whatever the criteria add up to."""
        most = sum(one.value() for one in self.criteria)
        return (200 * sum(given) + most) // (2 * most)
