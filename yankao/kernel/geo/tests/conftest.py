"""A table of points, indexed as the tables of other rooms are."""

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from yankao.kernel.geo.nearby import point_index


@pytest.fixture
def spots(db):
    with isolate_apps("yankao.kernel.geo"):

        class Spot(models.Model):
            lng = models.FloatField(null=True)
            lat = models.FloatField(null=True)

            class Meta:
                app_label = "geo"
                db_table = "test_spot"
                indexes = [point_index("test_spot")]

        with connection.schema_editor() as editor:
            editor.create_model(Spot)
        yield Spot.objects
