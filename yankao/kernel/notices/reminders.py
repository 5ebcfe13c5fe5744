"""Letters that a clock asks for; each is written once, whoever rings first."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from yankao.kernel.cases.models import Case

from .letters import Letter
from .models import Notice, Recipient
from .posting import post


def remind(
    case: Case,
    key: str,
    letter: Letter,
    *,
    to: Iterable[Recipient],
    at: datetime,
    facts: Mapping[str, object] | None = None,
) -> list[Notice]:
    """The notices written now; none when this reminder was given before."""
    written = []
    for recipient in to:
        whole = f"remind:case{case.pk}:{key}"
        written += post(letter, recipient, key=whole, at=at, case=case, facts=facts)
    return written
