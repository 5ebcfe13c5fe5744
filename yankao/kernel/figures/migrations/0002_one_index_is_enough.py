"""One index where two held the same."""

from django.db import migrations, models

OLD = "figures_touched_population_7e83bb02"
DROP = f"DROP INDEX {OLD}_like; ALTER INDEX {OLD} RENAME TO touched_population;"
MAKE = (
    f"ALTER INDEX touched_population RENAME TO {OLD};"
    f"CREATE INDEX {OLD}_like ON figures_touched (population varchar_pattern_ops);"
)


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_open_figures")]
    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(DROP, MAKE)],
            [
                migrations.AlterField(
                    model_name="touched",
                    name="population",
                    field=models.CharField(max_length=80),
                ),
                migrations.AddIndex(
                    model_name="touched",
                    index=models.Index(
                        fields=["population"], name="touched_population"
                    ),
                ),
            ],
        ),
    ]
