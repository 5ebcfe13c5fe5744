"""What every programme promises without writing a test: run for each one found."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from django.forms import BaseModelForm

from yankao.kernel.cases.workflow import Action
from yankao.kernel.programmes.programme import Programme

Check = Callable[[Programme], None]
ROOT = Path(__file__).resolve().parents[3]


def folder(programme: Programme) -> Path:
    return ROOT / "yankao" / "chapters" / programme.chapter / programme.name


def written_by(programme: Programme) -> Counter[str]:
    """How many writing moments each detail field has: the intakes together are one."""
    own = {field.name for field in programme.detail._meta.get_fields() if field.concrete}
    intakes = [programme.intake, *([programme.public.intake] if programme.public else [])]
    moments = [{name for intake in intakes for name in intake._meta.fields or []}]
    forms = {a.asks for a in programme.workflow.actions.values() if a.asks and not a.corrects}
    moments += [set(form._meta.fields or []) for form in forms if issubclass(form, BaseModelForm)]
    return Counter(name for moment in moments for name in moment & own)


def check_states(room: Programme) -> None:
    """Every state is reached, and every state that is not final is left by someone."""
    lost, stuck = room.workflow.unreachable(), room.workflow.stuck()
    assert not lost, f"never reached: {sorted(lost)}"
    assert not stuck, f"never left: {sorted(stuck)}"


def check_writing_moments(room: Programme) -> None:
    twice = {name for name, times in written_by(room).items() if times > 1}
    assert twice == set(), f"asked twice: {sorted(twice)}"


def check_actions(room: Programme) -> None:
    """Every action has somebody to press it, and a correction asks why."""
    for action in room.workflow.actions.values():
        assert action.roles, f"nobody may press {action.name}"
        assert not action.corrects or asks_why(action), f"{action.name} corrects without a reason"


def asks_why(action: Action) -> bool:
    return action.asks is not None and "reason" in action.asks.base_fields  # type: ignore[attr-defined]


def check_folder(room: Programme) -> None:
    for name in ("README.md", "programme.py", "models.py", "workflow.py", "forms.py"):
        assert (folder(room) / name).exists(), f"{room.name} has no {name}"
    assert (folder(room) / "tests").is_dir()
    assert (folder(room) / "migrations").is_dir()


def check_settings(room: Programme) -> None:
    """Every named setting says where it comes from and how sure we are."""
    for setting in room.settings:
        assert setting.name.startswith(f"{room.name}.")
        assert setting.source, f"{setting.name} does not say where it comes from"
        assert setting.mark in {"found", "borrowed", "assumed"}
