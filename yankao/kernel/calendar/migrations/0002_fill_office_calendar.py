"""Loads the bundled office calendar; later years come by manage.py load_calendar."""

import csv
import gzip
from datetime import date
from pathlib import Path
from uuid import uuid4

from django.db import migrations

FILE = Path(__file__).parents[1] / "data" / "office_calendar.csv.gz"
SOURCE = "行政院人事行政總處 政府行政機關辦公日曆表"


def fill(apps, schema_editor):
    Day = apps.get_model("calendar", "Day")
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as lines:
        Day.objects.bulk_create(
            Day(
                date=date.fromisoformat(row["date"]),
                is_workday=row["is_holiday"] == "0",
                reason=row["description"],
                source=SOURCE,
            )
            for row in csv.DictReader(lines)
        )
    apps.get_model("calendar", "CalendarVersion").objects.create(stamp=uuid4())


def empty(apps, schema_editor):
    apps.get_model("calendar", "Day").objects.all().delete()
    apps.get_model("calendar", "CalendarVersion").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("calendar", "0001_open_calendar")]

    operations = [migrations.RunPython(fill, empty)]
