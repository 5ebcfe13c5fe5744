"""Learns a programme's categories from real files and says how well, on what was held back."""

from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from yankao.kernel.programmes import registry
from yankao.kernel.text.learning import accuracy, learn
from yankao.kernel.text.linear import load


class Command(BaseCommand):
    help = "Writes the weights of a programme's category model; --measure only asks those it has."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("programme")
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--measure", action="store_true", help="learn nothing")

    def handle(self, *, programme: str, files: list[Path], measure: bool, **_more: object) -> None:
        room = registry.get(programme)
        if room.weights is None:
            raise CommandError(f"{programme} declares no weights")
        lessons = import_module(f"yankao.chapters.{room.chapter}.{programme}.learning").lessons
        learned, held = lessons(files)
        if not measure:
            learn(learned).save(room.weights)
            size = room.weights.stat().st_size
            self.stdout.write(f"{room.weights.name}: {len(learned)} texts, {size:,} bytes")
        self.stdout.write(str(accuracy(load(room.weights), held)))
