"""What an import command does: finds the mapping, shows the progress, prints the report."""

import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from django.core.management.base import CommandError, OutputWrapper
from django.utils.translation import gettext as _

from yankao.kernel.exchange.mapping import Mapping, every, fitting, load
from yankao.kernel.exchange.models import Import
from yankao.kernel.exchange.reader import SURPLUS, Reader, UnreadableFile

from .counting import Tally
from .observed import Observed
from .report import lines
from .run import AlreadyRunning, Say, Source, finish, parts_of, read_part
from .workers import PartFailed, read_side_by_side
from .workers import fitting as fitting_workers


def import_files(
    folder: Path,
    files: Sequence[Path],
    *,
    mapping: str,
    limit: int,
    workers: int = 0,
    out: OutputWrapper,
    progress: OutputWrapper,
) -> list[Import]:
    """Imports all files; a file of events goes with the cases that share its mapping."""
    done = []
    for source in sources(folder, files, mapping):
        bar = Bar(progress, source, limit)
        parts = parts_of(source, limit, workers or fitting_workers(bar.total))
        bar.skip(Tally.over(parts))
        try:
            read_all(source, parts, bar.show)
        except AlreadyRunning as error:
            raise CommandError(_("另一個程序正在匯入 {file}。").format(file=error)) from error
        except PartFailed as error:
            raise CommandError(
                _("{file} 未讀完，請再執行一次以接續。").format(file=error)
            ) from error
        bar.end()
        finish(parts, source.mapping)
        done += parts
        events = source.observed.record(parts) if source.observed else None
        for line in lines(parts, events, seconds=bar.seconds, rows=bar.shown):
            out.write(line)
    return done


def read_all(source: Source, parts: Sequence[Import], say: Say) -> None:
    if len(parts) == 1:
        read_part(source, parts[0], say=say)
    else:
        read_side_by_side(source, parts, say)


def sources(folder: Path, files: Sequence[Path], name: str) -> list[Source]:
    headers = {path: header(path) for path in files}
    chosen = {path: choose(folder, path, headers[path], name) for path in files}
    cases = {path: m for path, m in chosen.items() if m and m.is_cases(headers[path])}
    found = []
    for path, mapping in cases.items():
        observed = [p for p in files if p not in cases and mapping.is_events(headers[p])]
        found.append(Source(path, mapping, Observed(observed[0], mapping) if observed else None))
    used = {one.observed.path for one in found if one.observed} | set(cases)
    for path in files:
        if path not in used:
            raise CommandError(_("沒有適用於 {file} 的對照檔。").format(file=path.name))
    return found


def header(path: Path) -> list[str]:
    """The names that the first rows use."""
    if not path.is_file():
        raise CommandError(_("沒有這個檔案：{file}").format(file=path))
    try:
        rows = [row for _line, row in islice(Reader(path), 20)]
    except UnreadableFile as error:
        raise CommandError(str(error)) from error
    return list(dict.fromkeys(name for row in rows for name in row if name != SURPLUS))


def choose(folder: Path, path: Path, columns: list[str], name: str) -> Mapping | None:
    """The named mapping, or the one that knows most of the file's columns."""
    known = every(folder)
    if name:
        if name not in known:
            raise CommandError(
                _("沒有 {name}，可用：{all}").format(name=name, all=", ".join(known))
            )
        return load(known[name])
    fit = fitting(folder, columns)
    return fit[0] if fit else None


class Bar:
    """How far the import is, on one line that rewrites itself."""

    def __init__(self, out: OutputWrapper, source: Source, limit: int) -> None:
        self.out, self.name = out, source.path.name
        self.total = limit or source.reader.count()
        self.began, self.ended = time.monotonic(), 0.0
        self.before, self.shown = 0, 0

    @property
    def seconds(self) -> float:
        return (self.ended or time.monotonic()) - self.began

    def skip(self, tally: Tally) -> None:
        """What an earlier run has done is not our speed."""
        self.before, self.began = tally["rows"], time.monotonic()

    def show(self, tally: Tally) -> None:
        rows = tally["rows"]
        self.shown = rows - self.before
        speed = self.shown / max(self.seconds, 0.001)
        filled = 24 * rows // max(self.total, 1)
        bar = "█" * min(filled, 24) + "░" * max(24 - filled, 0)
        said = f"\r{self.name} {bar} {rows:,}/{self.total:,} {speed:,.0f} rows/s"
        self.out.write(said, ending="")
        self.out.flush()

    def end(self) -> None:
        self.ended = time.monotonic()
        self.out.write("")
