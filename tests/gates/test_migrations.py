"""Statements that lock a table in use are rejected, their gentle forms accepted."""

import pytest

from tools.gate.migrations import of_file, of_sql

ACCEPTED = [
    'ALTER TABLE "cases_case" ADD COLUMN "late" boolean NULL;',
    'ALTER TABLE "cases_case" ADD COLUMN "late" boolean DEFAULT false NOT NULL;',
    'CREATE INDEX CONCURRENTLY "by_due" ON "cases_case" ("due_at");',
    'CREATE TABLE "new" ("id" bigint); CREATE INDEX "by_id" ON "new" ("id");',
    'ALTER TABLE "cases_case" ADD CONSTRAINT "c" CHECK (x > 0) NOT VALID;',
    'ALTER TABLE "cases_case" ALTER COLUMN "late" DROP DEFAULT;',
    "CREATE TRIGGER keep BEFORE TRUNCATE ON timeline_entry EXECUTE FUNCTION refuse();",
]
REJECTED = [
    'ALTER TABLE "cases_case" ADD COLUMN "late" boolean NOT NULL;',
    'CREATE INDEX "by_due" ON "cases_case" ("due_at");',
    'CREATE UNIQUE INDEX "by_due" ON "cases_case" ("due_at");',
    'ALTER TABLE "cases_case" ALTER COLUMN "late" TYPE integer;',
    'ALTER TABLE "cases_case" ALTER COLUMN "late" SET NOT NULL;',
    'ALTER TABLE "cases_case" ADD CONSTRAINT "c" CHECK (x > 0);',
    'ALTER TABLE "cases_case" DROP COLUMN "late";',
    'ALTER TABLE "cases_case" RENAME COLUMN "late" TO "tardy";',
    'TRUNCATE "cases_case";',
]


@pytest.mark.parametrize("statements", ACCEPTED)
def test_it_accepts(statements):
    assert not list(of_sql("0002_x.py", "", statements))


@pytest.mark.parametrize("statements", REJECTED)
def test_it_rejects(statements):
    assert list(of_sql("0002_x.py", "", statements))


def test_a_reason_is_an_answer():
    assert not list(of_sql("0002_x.py", "# lock: forty rows, decided 3 May\n", REJECTED[0]))


def test_a_migration_is_named_and_imports_nothing_of_ours():
    assert not list(of_file("people/migrations/0002_add_leave.py", "from django.db import models"))
    assert list(of_file("people/migrations/0002_auto_20260101.py", ""))
    assert list(of_file("people/migrations/0002_add_leave.py", "from yankao.kernel import people"))
    assert list(of_file("people/migrations/0002_add_leave.py", "import yankao.kernel.people"))
    assert list(of_file("people/migrations/0002_add_leave.py", "from ..models import Leave"))


def test_operations_made_for_migrations_may_be_imported():
    source = "from yankao.kernel.ledgers.operations import CreateLedger"
    assert not list(of_file("calls/migrations/0001_open_calls.py", source))
