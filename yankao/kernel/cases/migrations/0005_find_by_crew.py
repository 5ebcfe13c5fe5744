"""An index built while everybody goes on writing."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0004_give_to_crews")]

    operations = [
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(
                condition=~models.Q(crew=None), fields=["crew", "due_at"],
                name="case_given_to_crew",
            ),
        ),
    ]
