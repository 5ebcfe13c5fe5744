from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("notices", "0001_open_notices")]

    operations = [
        AddIndexConcurrently(
            "delivery", models.Index(fields=["ended_at"], name="delivery_ended")
        )
    ]
