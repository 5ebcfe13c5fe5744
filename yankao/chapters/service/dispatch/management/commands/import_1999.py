"""Reads files of 1999 cases: every row ends stored, known, or rejected with its reason."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from yankao.chapters.service.dispatch.exchange import SOURCES, flag_recurrences
from yankao.kernel.programmes.importing.command import import_files


class Command(BaseCommand):
    help = "Imports 1999 cases of any city that has a mapping file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--mapping", default="", help="a name from data/sources; else guessed")
        parser.add_argument("--limit", type=int, default=0, help="read only so many rows")
        parser.add_argument("--workers", type=int, default=0, help="processes; else what fits")

    def handle(self, *args: Any, **options: Any) -> None:
        parts = import_files(
            SOURCES, options["files"], mapping=options["mapping"], limit=options["limit"],
            workers=options["workers"], out=self.stdout, progress=self.stderr,
        )  # fmt: skip
        self.stdout.write(_("  七日內再發生 {n:,}").format(n=flag_recurrences(parts)))
