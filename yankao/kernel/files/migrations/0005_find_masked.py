from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('files', '0004_keep_what_was_looked_at'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='attachment',
            index=models.Index(fields=['masked'], name='attachment_masked'),
        ),
        AddIndexConcurrently(
            model_name='attachment',
            index=models.Index(fields=['masked_thumbnail'], name='attachment_masked_thumbnail'),
        ),
        AddIndexConcurrently(
            model_name='attachment',
            index=models.Index(condition=models.Q(('look', 'waiting')), fields=['id'], name='attachment_to_look_at'),
        ),
    ]
