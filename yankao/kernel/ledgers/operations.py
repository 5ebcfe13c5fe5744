"""The migration operation by which a programme makes the table of a ledger."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

APPEND_ONLY = """
CREATE SEQUENCE {sequence} OWNED BY {table}."id";
ALTER TABLE {table} ALTER COLUMN "id" SET DEFAULT nextval({name});
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION ledgers_refuse();
CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION ledgers_refuse();
"""


class CreateLedger(migrations.CreateModel):
    """CreateModel for a LedgerRow: partitioned by month, append-only, numbered by the database.

    Write the migration with makemigrations, then say CreateLedger where it says CreateModel, and
    let it depend on ("ledgers", "0001_open_ledgers").
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        plain = schema_editor.sql_create_table
        schema_editor.sql_create_table = f'{plain} PARTITION BY RANGE ("at")'
        try:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        finally:
            schema_editor.sql_create_table = plain
        model = to_state.apps.get_model(app_label, self.name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            schema_editor.execute(guarded(schema_editor, model._meta.db_table))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        super().database_backwards(app_label, schema_editor, from_state, to_state)
        ledger = f"{app_label}.{self.name_lower}"
        schema_editor.execute("DELETE FROM ledgers_total WHERE ledger = %s", [ledger])

    def reduce(self, operation: Operation, app_label: str) -> Any:
        """Never folded into another operation, which would make an ordinary table of it."""
        return Operation.reduce(self, operation, app_label)

    def describe(self) -> str:
        return f"Create ledger {self.name}"


def guarded(schema_editor: BaseDatabaseSchemaEditor, table: str) -> str:
    sequence = f"{table}_id_seq"
    return APPEND_ONLY.format(
        table=schema_editor.quote_name(table),
        sequence=schema_editor.quote_name(sequence),
        name=schema_editor.quote_value(f'"{sequence}"'),
    )
