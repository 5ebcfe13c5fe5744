"""Reads files of 1999 cases: every row ends stored, known, or rejected with its reason."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from yankao.chapters.service.dispatch.exchange import SOURCES
from yankao.kernel.programmes.importing.command import import_files


class Command(BaseCommand):
    help = "Imports 1999 cases of any city that has a mapping file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--mapping", default="", help="a name from data/sources; else guessed")
        parser.add_argument("--limit", type=int, default=0, help="read only so many rows")

    def handle(self, *args: Any, **options: Any) -> None:
        import_files(
            SOURCES, options["files"], mapping=options["mapping"], limit=options["limit"],
            out=self.stdout, progress=self.stderr,
        )  # fmt: skip
