"""One index where two held the same."""

import django.db.models.deletion
from django.db import migrations, models

NAME = "replies_replyversion_case_id_d7cda069"
DROP = f"DROP INDEX IF EXISTS {NAME};"
MAKE = f"CREATE INDEX {NAME} ON replies_replyversion (case_id);"


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_one_index_is_enough"), ("replies", "0001_open_replies")]
    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(DROP, MAKE)],
            [
                migrations.AlterField(
                    model_name="replyversion",
                    name="case",
                    field=models.ForeignKey(
                        db_index=False, related_name="reply_versions", to="cases.case",
                        on_delete=django.db.models.deletion.CASCADE,
                    ),
                ),
            ],
        ),
    ]  # fmt: skip
