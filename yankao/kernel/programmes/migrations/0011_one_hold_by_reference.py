"""One standing hold per case, scope and reference; built while others write."""

from django.db import migrations, models

BUILD = """
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "one_standing_hold_per_reference"
ON "programmes_hold" ("case_id", "whole_person", "reference") WHERE "until" IS NULL
"""
DROP = 'DROP INDEX CONCURRENTLY IF EXISTS "one_standing_hold_per_reference"'


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('programmes', '0010_hold_by_reference'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(BUILD, DROP)],
            state_operations=[
                migrations.AddConstraint(
                    model_name='hold',
                    constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('case', 'whole_person', 'reference'), name='one_standing_hold_per_reference'),
                ),
            ],
        ),
    ]
