"""Loads units from a file; without one, the bundled list of the city."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from yankao.kernel.people.loading import UNITS, load_units


class Command(BaseCommand):
    help = "Loads units from a CSV file into the effective-dated tree."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=UNITS)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_units(options["file"])
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        words = _("新增 %(stored)d 個單位，更動 %(changed)d 個，退件 %(rejected)d 列。")
        counts = {"stored": loaded.stored, "changed": loaded.changed}
        self.stdout.write(words % {**counts, "rejected": len(loaded.rejected)})
        for row in loaded.rejected:
            bad = {"line": row.line, "code": row.code, "reason": row.reason}
            self.stderr.write(_("第 %(line)d 列 %(code)s：%(reason)s") % bad)
