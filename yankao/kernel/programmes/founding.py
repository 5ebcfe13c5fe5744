"""The rows without which no city works: units, every room's catalogue and rules."""

from importlib import import_module
from importlib.util import find_spec

from yankao.kernel.people.loading import UNITS, load_units

from . import registry


def found() -> None:
    """Adds what is missing; what officials changed stays as they left it."""
    load_units(UNITS)
    for programme in registry.every():
        name = f"yankao.chapters.{programme.chapter}.{programme.name}.seeding"
        if find_spec(name):
            import_module(name).seed()
