"""Consequences that write letters: named next to the move, run inside its transaction."""

from collections.abc import Callable, Iterable, Mapping

from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Effect, Move

from . import standard
from .letters import Letter
from .models import Recipient
from .posting import post

Recipients = Callable[[Case, Move], Iterable[Recipient]]
Facts = Callable[[Case, Move], Mapping[str, object]]


def holder(case: Case, move: Move) -> list[Recipient]:
    """The unit in whose hands the case is."""
    return [case.holder] if case.holder else []


def handler(case: Case, move: Move) -> list[Recipient]:
    return [case.handler] if case.handler else []


def crew(case: Case, move: Move) -> list[Recipient]:
    """Everybody who drives out with the crew that has the case."""
    return list(case.crew.members.filter(is_active=True)) if case.crew else []


def reporter(case: Case, move: Move) -> list[Recipient]:
    return [case.contact] if case.contact and not case.contact.erased_at else []


def everyone_who_reported(case: Case, move: Move) -> list[Recipient]:
    """The reporter, and those whose reports were joined to this case."""
    joined = case.children.exclude(contact=None).select_related("contact")
    contacts = [case.contact, *(child.contact for child in joined)]
    return list(dict.fromkeys(one for one in contacts if one and not one.erased_at))


def tell(
    letter: Letter,
    *,
    to: Recipients,
    facts: Facts | None = None,
    channels: Iterable[str] | None = None,
) -> Effect:
    """An effect that writes this letter to whoever `to` answers with."""

    def write(case: Case, move: Move) -> None:
        known = {
            "reason": move.reason or move.data.get("reason", ""),
            **(facts(case, move) if facts else {}),
        }
        key = f"{letter.name}:case{case.pk}:{move.action.name}:{move.at.isoformat()}"
        for recipient in to(case, move):
            post(letter, recipient, key=key, at=move.at, case=case, facts=known, channels=channels)

    write.__name__ = f"tell_{letter.name}"
    return write


tell_holder = tell(standard.ASSIGNED, to=holder)
tell_handler = tell(standard.ASSIGNED, to=handler)
tell_crew = tell(standard.ASSIGNED, to=crew)
tell_returned = tell(standard.RETURNED, to=holder)
tell_reporter = tell(standard.PROGRESS, to=everyone_who_reported)
tell_joined = tell(standard.JOINED, to=reporter)
