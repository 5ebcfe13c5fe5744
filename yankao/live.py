"""The door of what is told at once; a process of its own beside the web server."""

from importlib import import_module
from importlib.util import find_spec

import django

django.setup()

from yankao.kernel.live.app import Application  # noqa: E402
from yankao.kernel.programmes import registry  # noqa: E402


def open_streams() -> None:
    """Every room's own, from its `streams.py`."""
    for programme in registry.every():
        name = f"yankao.chapters.{programme.chapter}.{programme.name}.streams"
        if find_spec(name):
            import_module(name)


open_streams()
application = Application()
