"""An edition under way, with authors who write and figures that count."""

from collections.abc import Iterator

import pytest

from yankao.kernel.cases.models import Case
from yankao.kernel.reports import chapters, sources
from yankao.kernel.reports.chapters import Part, Placed
from yankao.kernel.reports.tests.counting import Counting
from yankao.kernel.testing.desk import Desk
from yankao.kernel.testing.routes import sample_case

from .opening import ROLE, data

TEXT = """本年受理 {{dispatch.opened}} 件，均依期限辦理。[^1]

{{chart dispatch.opened by=district}}

[^1]: 不含其他縣市之案件。"""
STREETS = Placed(Part("派工通報", "B01000", TEXT, 10), "dispatch", "service")


@pytest.fixture(autouse=True)
def numbers(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Counting]]:
    """Reports get their numbers from rows the test can change."""
    monkeypatch.setattr(sources, "source", Counting)
    monkeypatch.setattr(chapters, "found", lambda: [STREETS])
    yield Counting
    Counting.withdrawn = set()


@pytest.fixture
def writers(desk: Desk) -> Desk:
    return Desk("manuscripts", desk.clock)


def report_a_hole(streets: Desk) -> Case:
    """A case of dispatch, opened this year."""
    return sample_case(streets)


@pytest.fixture
def streets(desk: Desk) -> Desk:
    return Desk("dispatch", desk.clock)


@pytest.fixture
def edition(desk: Desk, streets: Desk) -> Case:
    """The annual report of this year, with two holes reported in it."""
    report_a_hole(streets)
    report_a_hole(streets)
    return desk.open(data(edition="115"), by=ROLE)


@pytest.fixture
def section(edition: Case) -> Case:
    """Its section about the streets, in the hands of the maintenance office."""
    return Case.objects.get(programme="manuscripts", origin=edition)
