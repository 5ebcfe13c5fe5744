"""The rows without which no city works: units, catalogues, jurisdiction."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from yankao.kernel import people
from yankao.kernel.programmes import registry

UNITS = Path(people.__file__).parent / "data" / "units.csv"


def seed_rooms() -> None:
    """Every programme's own first rows: catalogue, rules."""
    for programme in registry.every():
        name = f"yankao.chapters.{programme.chapter}.{programme.name}.seeding"
        if find_spec(name):
            import_module(name).seed()
