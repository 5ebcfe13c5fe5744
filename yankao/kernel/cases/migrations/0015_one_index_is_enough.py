"""One index where two held the same."""

import django.db.models.deletion
from django.db import migrations, models

NAME = "cases_clockrun_case_id_b54bdc4d"
DROP = f"DROP INDEX IF EXISTS {NAME};"
MAKE = f"CREATE INDEX {NAME} ON cases_clockrun (case_id);"


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_no_index_on_last_entry")]
    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(DROP, MAKE)],
            [
                migrations.AlterField(
                    model_name="clockrun",
                    name="case",
                    field=models.ForeignKey(
                        db_index=False, related_name="clocks", to="cases.case",
                        on_delete=django.db.models.deletion.CASCADE,
                    ),
                ),
            ],
        ),
    ]  # fmt: skip
