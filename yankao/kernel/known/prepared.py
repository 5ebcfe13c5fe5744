"""Questions that every request asks: Django makes their SQL once, then only the values change."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models.query import ModelIterable

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Blank:
    """Stands in the made statement where a value belongs."""

    name: str


class Prepared(Generic[M]):
    """Rows of a queryset whose values are named; the queryset may use them in filters only.

    The statement is the same whatever the values are, so a value must not decide which filters
    there are. Values are given as the database takes them: keys, not rows.
    """

    def __init__(self, rows: Callable[..., "models.QuerySet[M]"], *names: str) -> None:
        self.rows, self.names = rows, names
        self._compiler: Any = None
        self._sql, self._blanks = "", tuple[object, ...]()

    def __call__(self, **values: object) -> list[M]:
        if self._compiler is None:
            self._make()
        bound = tuple(values[one.name] if isinstance(one, Blank) else one for one in self._blanks)
        compiler = copy(self._compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *args, **kwargs: (self._sql, bound)
        query = SimpleNamespace(get_compiler=lambda using: compiler)
        asked: Any = SimpleNamespace(db=connection.alias, query=query, _known_related_objects={})
        return list(ModelIterable(asked))

    def _make(self) -> None:
        blanks = {name: models.Value(Blank(name)) for name in self.names}
        compiler: Any = self.rows(**blanks).query.get_compiler(connection.alias)
        sql, params = compiler.as_sql()
        self._sql, self._blanks = sql, tuple(params)
        self._compiler = compiler
