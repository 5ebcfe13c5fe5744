"""Loads the yearly office calendar, new or amended; without a file, the bundled one."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from yankao.kernel.calendar.loading import BUNDLED, PUBLISHER, load_days
from yankao.kernel.values.roc import Unreadable


class Command(BaseCommand):
    help = "Loads 政府行政機關辦公日曆表 (CSV); open clocks follow the days that changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=BUNDLED)
        parser.add_argument("--source", default=PUBLISHER, help="where the file comes from")
        parser.add_argument("--by", default="manage.py load_calendar", help="who loads it")

    def handle(self, *, file: Path, source: str, by: str, **_options: object) -> None:
        try:
            loaded = load_days(file, by=by, source=source)
        except (Unreadable, OSError) as error:
            raise CommandError(str(error)) from error
        for change in loaded.changed:
            self.stdout.write(str(change))
        turned, same = len(loaded.changed), loaded.unchanged
        self.stdout.write(f"{loaded.added} days added, {turned} changed, {same} as before")
