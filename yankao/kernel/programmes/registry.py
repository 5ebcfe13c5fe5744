"""Finds every chapters/*/*/programme.py; start-up fails loudly on what could never work."""

from collections.abc import Iterator
from importlib import import_module

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import workflows
from yankao.kernel.figures import registry as figures

from .own_figures import figures_of
from .programme import Programme

_programmes: dict[str, Programme] = {}


def discover() -> None:
    """Imports and registers all programmes; called once, when all tables are known."""
    for config in apps.get_app_configs():
        parts = config.name.split(".")
        if parts[:2] == ["yankao", "chapters"]:
            register(import_module(f"{config.name}.programme").programme, parts[2], parts[3])


def register(programme: Programme, chapter: str, name: str) -> None:
    if name in _programmes:
        raise ImproperlyConfigured(f"two programmes are called {name}")
    lost, stuck = programme.workflow.unreachable(), programme.workflow.stuck()
    if lost or stuck:
        raise ImproperlyConfigured(
            f"{name}: unreachable {sorted(lost)}, without exit {sorted(stuck)}"
        )
    programme.place(chapter, name)
    _programmes[name] = programme
    workflows[name] = programme.workflow
    figures.register(name, [*programme.figures, *figures_of(programme)])


def every() -> Iterator[Programme]:
    return iter(_programmes.values())


def get(name: str) -> Programme:
    return _programmes[name]


def of(case: Case) -> Programme:
    return _programmes[case.programme]


def at(chapter: str, name: str) -> Programme | None:
    programme = _programmes.get(name)
    return programme if programme and programme.chapter == chapter else None
