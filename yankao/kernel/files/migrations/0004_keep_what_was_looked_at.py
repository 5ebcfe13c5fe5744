"""Photos that an officer opened to the public have been looked at: they stay open."""

from django.db import migrations

LOOKED = "UPDATE files_attachment SET look = 'looked' WHERE public AND look = 'waiting'"


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0003_mask_pictures'),
    ]

    operations = [
        migrations.RunSQL(LOOKED, migrations.RunSQL.noop),
    ]
