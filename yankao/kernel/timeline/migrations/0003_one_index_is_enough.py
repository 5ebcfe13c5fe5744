"""One index where two held the same."""

from django.db import migrations, models

OLD = "timeline_personalvalue_subject_ab1da23c"
DROP = f"DROP INDEX {OLD}; ALTER INDEX {OLD}_like RENAME TO personal_value_subject;"
MAKE = (
    f"ALTER INDEX personal_value_subject RENAME TO {OLD}_like;"
    f"CREATE INDEX {OLD} ON timeline_personalvalue (subject);"
)


class Migration(migrations.Migration):
    dependencies = [("timeline", "0002_refuse_update_and_delete")]
    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(DROP, MAKE)],
            [
                migrations.AlterField(
                    model_name="personalvalue",
                    name="subject",
                    field=models.CharField(max_length=60),
                ),
                migrations.AddIndex(
                    model_name="personalvalue",
                    index=models.Index(
                        fields=["subject"], name="personal_value_subject", opclasses=["varchar_pattern_ops"]
                    ),
                ),
            ],
        ),
    ]
