"""Tells of every change which days of which populations it touched, in the same transaction.

Statement triggers, so that a COPY of ten thousand rows leaves as many notes as it has days. What
they insert conflicts with nobody: two moves of one day do not wait for each other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from yankao.kernel.cases.models import Case

from .dimensions import field_at
from .models import Touched
from .population import Population

CASES, NOTES = Case._meta.db_table, Touched._meta.db_table
SEEN = {"INSERT": ["fresh"], "UPDATE": ["fresh", "stale"], "DELETE": ["stale"]}
NAMED = {
    "INSERT": "REFERENCING NEW TABLE AS fresh",
    "UPDATE": "REFERENCING NEW TABLE AS fresh OLD TABLE AS stale",
    "DELETE": "REFERENCING OLD TABLE AS stale",
}


@dataclass(frozen=True)
class Feed:
    """A table that changes a population: its case's key, and where the placing moment stands."""

    table: str
    case: str
    population: Population

    def statement(self, rows: str) -> str:
        """Notes for the changed rows, as they are in the transition table."""
        home, column = anchor(self.population)
        if home == self.table:
            source = f"{rows} x"
            moment = f'x."{column}"'
        else:
            key = "id" if home == CASES else case_column(self.population)
            source = f'{rows} x JOIN "{home}" h ON h."{key}" = x."{self.case}"'
            moment = f'h."{column}"'
        day = f"({moment} AT TIME ZONE 'Asia/Taipei')::date"
        return (
            f"INSERT INTO {NOTES} (population, day) SELECT DISTINCT '{self.population.full}',"
            f" {day} FROM {source} WHERE {moment} IS NOT NULL{self.among()};"
        )

    def among(self) -> str:
        return " AND x.programme = p" if self.table == CASES else ""


def anchor(population: Population) -> tuple[str, str]:
    """Table and column of the moment that places a row."""
    field = field_at(population.model, population.at)
    return field.model._meta.db_table, str(field.column)


def case_column(population: Population) -> str:
    if not population.case or not population.of_cases:
        return "id"
    return str(field_at(population.model, population.case).column)


def feeds(populations: Iterable[Population]) -> dict[str, list[Feed]]:
    """By table."""
    found: dict[str, list[Feed]] = {}
    for one in populations:
        if one.live:
            continue
        tables = {one.model._meta.db_table: case_column(one)}
        if one.of_cases:
            tables[CASES] = "id"
        for model in one.feeds:
            tables[model._meta.db_table] = str(field_at(model, "case").column)
        for table, column in tables.items():
            found.setdefault(table, []).append(Feed(table, column, one))
    return found


def body(table: str, found: Sequence[Feed], event: str) -> str:
    """Of cases, only the populations of the programmes that changed are looked at."""
    if table != CASES:
        return "\n".join(feed.statement(rows) for rows in SEEN[event] for feed in found)
    lines = []
    for rows in SEEN[event]:
        lines.append(f"FOR p IN SELECT DISTINCT programme FROM {rows} LOOP")
        for programme in sorted({feed.population.programme for feed in found}):
            said = " ".join(f.statement(rows) for f in found if f.population.programme == programme)
            lines.append(f"IF p = '{programme}' THEN {said} END IF;")
        lines.append("END LOOP;")
    return "\n".join(lines)


FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $figures$
DECLARE p text;
BEGIN
{body}
RETURN NULL;
END $figures$;
"""
TRIGGER = """
CREATE OR REPLACE TRIGGER {name} AFTER {event} ON "{table}" {named}
FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""


def install(populations: Iterable[Population]) -> None:
    """Makes the triggers anew from the declarations; those of tables no longer fed are dropped."""
    wanted: set[str] = set()
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for table, found in feeds(populations).items():
            if table not in tables:
                continue
            for event in SEEN:
                name = f"figures_{table}_{event.lower()}"
                wanted.add(name)
                cursor.execute(FUNCTION.format(name=name, body=body(table, found, event)))
                told = {"name": name, "event": event, "table": table, "named": NAMED[event]}
                cursor.execute(TRIGGER.format(**told))
        cursor.execute("SELECT proname FROM pg_proc WHERE proname LIKE 'figures\\_%'")
        for (name,) in cursor.fetchall():
            if name not in wanted:
                cursor.execute(f"DROP FUNCTION {name}() CASCADE")
