"""The crew that drives out for a case."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_keep_crews"), ("cases", "0003_keep_the_pauses")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="crew",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT,
                related_name="given", to="people.crew", verbose_name="外勤班隊",
            ),
        ),
    ]
