"""Loads the bundled districts and roads, so that every database knows the city."""

import csv
import gzip
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parents[1] / "data"


def load(apps, schema_editor):
    District = apps.get_model("geo", "District")
    Road = apps.get_model("geo", "Road")
    with open(DATA / "districts.csv", encoding="utf-8", newline="") as file:
        District.objects.bulk_create(
            District(
                code=row["town_code"],
                name=row["name"],
                name_en=row["name_en"],
                zip3=row["zip3"],
                area_km2=float(row["area_km2"]),
                lng=float(row["lon_wgs84"]),
                lat=float(row["lat_wgs84"]),
                population=int(row["population_2020_12"]),
            )
            for row in csv.DictReader(file)
        )
    districts = {district.name: district for district in District.objects.all()}
    with gzip.open(DATA / "roads.csv.gz", "rt", encoding="utf-8", newline="") as file:
        Road.objects.bulk_create(
            (
                Road(district=districts[row["district"]], name=row["road"], name_en=row["road_en"])
                for row in csv.DictReader(file)
            ),
            batch_size=1000,
        )


def unload(apps, schema_editor):
    apps.get_model("geo", "Road").objects.all().delete()
    apps.get_model("geo", "District").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("geo", "0001_open_geo")]
    operations = [migrations.RunPython(load, unload)]
