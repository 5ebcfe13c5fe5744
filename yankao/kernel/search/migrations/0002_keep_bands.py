"""What was written, apart from where and by whom, with a sketch by which its likes are found."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("search", "0001_open_search")]

    operations = [
        migrations.AddField("indexrow", "said", ArrayField(models.TextField(), default=list)),
        migrations.AddField("indexrow", "bands", ArrayField(models.IntegerField(), default=list)),
        AddIndexConcurrently(
            "indexrow", GinIndex(fields=["bands"], name="search_bands", fastupdate=True)
        ),
    ]
