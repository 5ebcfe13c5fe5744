"""All figures by their full names; start-up fails loudly when two have one name."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import ImproperlyConfigured

from .figure import Figure
from .population import Population

_figures: dict[str, Figure] = {}


def register(programme: str, figures: Iterable[Figure]) -> None:
    for figure in figures:
        figure.place(programme)
        if figure.full in _figures:
            raise ImproperlyConfigured(f"two figures are called {figure.full}")
        _figures[figure.full] = figure
    check_populations()


def check_populations() -> None:
    """Cells are kept under the population's name: two of one name would be added together."""
    seen: dict[str, Population] = {}
    for population in populations():
        if seen.setdefault(population.full, population) is not population:
            raise ImproperlyConfigured(f"two populations are called {population.full}")


def every() -> Iterator[Figure]:
    return iter(_figures.values())


def get(name: str) -> Figure:
    """KeyError when there is no figure of that name."""
    return _figures[name]


def of(programme: str) -> list[Figure]:
    return [figure for figure in every() if figure.programme == programme]


def populations() -> list[Population]:
    """Each once, in the order declared."""
    found: dict[int, Population] = {}
    for figure in every():
        if figure.rows is not None:
            found.setdefault(id(figure.rows), figure.rows)
    return list(found.values())
