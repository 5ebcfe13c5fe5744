"""Every move wrote an index that nobody asks: cases lead to their last entry, never back."""

import django.db.models.deletion
from django.db import migrations, models

NAME = "cases_case_last_entry_id_bfaa405d"
DROP = f"DROP INDEX IF EXISTS {NAME};"
MAKE = f"CREATE INDEX {NAME} ON cases_case (last_entry_id);"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_full_width_marks"),
        ("timeline", "0002_refuse_update_and_delete"),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(DROP, MAKE)],
            [
                migrations.AlterField(
                    model_name="case",
                    name="last_entry",
                    field=models.ForeignKey(
                        db_index=False, null=True, to="timeline.entry",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                    ),
                ),
            ],
        ),
    ]  # fmt: skip
