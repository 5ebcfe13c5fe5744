"""Fills the city with a plausible year whose totals are the published ones."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from yankao.kernel.cases.numbers import SeriesInUse
from yankao.kernel.programmes import founding, registry
from yankao.kernel.testing import samples
from yankao.kernel.testing.year import NoSuchSample, Year


class Command(BaseCommand):
    requires_system_checks = []  # they draw the whole API first
    help = "Fills the city with a plausible year whose totals are the published ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int, help="ROC year, such as 112")
        parser.add_argument("--scale", type=float, default=1.0, help="0.01: one case of a hundred")
        parser.add_argument("--workers", type=int, default=0, help="processes; else what fits")

    def handle(self, *args: Any, year: int, scale: float, workers: int, **options: Any) -> None:
        founding.found()
        began = time.monotonic()
        try:
            stored = samples.fill(Year(year, scale), workers=workers, say=self.show)
        except NoSuchSample as error:
            raise CommandError(_("沒有 {year} 年的公布數字。").format(year=year)) from error
        except SeriesInUse as error:
            told = _("{key} 的案號已使用，樣本年度不能與其他案件混用同一組案號。")
            raise CommandError(told.format(key=error)) from error
        for name, count in stored.items():
            room, facts, __ = name.partition("/")
            words = _("紀錄") if facts else _("案件")
            self.stdout.write(f"{registry.get(room).label} {words}: {count:,}")
        self.stdout.write(f"{time.monotonic() - began:.0f} s")

    def show(self, name: str, done: int, total: int) -> None:
        if self.stderr.isatty():
            end = "\n" if done == total else ""
            self.stderr.write(f"\r{registry.get(name).label} {done:,}/{total:,}", ending=end)
