"""Records of one person share a mark."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_note_changes")]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="same_as",
            field=models.ForeignKey(
                db_index=False, editable=False, null=True,
                on_delete=django.db.models.deletion.SET_NULL, related_name="+",
                to="people.contact",
            ),
        ),
    ]
