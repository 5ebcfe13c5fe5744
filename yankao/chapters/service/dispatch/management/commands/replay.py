"""Plays the real intake of a past day through the front door, times compressed."""

import time
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from yankao.chapters.service.dispatch.exchange import SAMPLE, SOURCES, Caller
from yankao.kernel.exchange.mapping import load
from yankao.kernel.programmes.importing.observed import Observed
from yankao.kernel.programmes.importing.replay import Replay, scenes


class Command(BaseCommand):
    help = "Opens and moves cases as on that day; watch /service/dispatch/board/ meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("day", type=date.fromisoformat, help="such as 2016-09-27")
        parser.add_argument("--speed", type=float, default=600.0, help="times faster (600)")
        parser.add_argument("--limit", type=int, default=0, help="only so many cases")
        parser.add_argument("--file", type=Path, help="cases; else the bundled sample of that day")
        parser.add_argument("--events", type=Path, help="what was observed of them")

    def handle(self, *args: Any, **options: Any) -> None:
        day, speed = options["day"], options["speed"]
        cases = options["file"] or SAMPLE / f"cases_{day}.csv"
        events = options["events"] or SAMPLE / f"events_{day}.csv"
        if speed <= 0 or not cases.is_file() or not events.is_file():
            words = _("沒有 {day} 的樣本；請以 --file 與 --events 指定檔案。")
            raise CommandError(words.format(day=day))
        mapping = load(SOURCES / "kaohsiung.toml")
        script = scenes(cases, mapping, Observed(events, mapping), day, options["limit"])
        replay = Replay(mapping, Caller())
        if not replay.people:
            raise CommandError(_("沒有任何值勤人員；請先執行 make demo 或建立職務。"))
        replay.play(script, speed, time.sleep)
        for name, count in [*replay.played.items(), *replay.refused.items()]:
            self.stdout.write(f"  {name} {count:,}")
