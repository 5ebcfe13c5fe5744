"""One index over every room: bigrams we compute ourselves, so Chinese needs no extension."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class IndexRow(models.Model):
    """The words of one case; `hidden` holds what only those who may see the reporter may find.

    `said` is what was written, without number, place and category; `bands` its sketch.
    """

    case = models.OneToOneField(
        "cases.Case", models.CASCADE, primary_key=True, related_name="indexed"
    )
    grams = ArrayField(models.TextField())
    hidden = ArrayField(models.TextField(), default=list)
    said = ArrayField(models.TextField(), default=list)
    bands = ArrayField(models.IntegerField(), default=list)

    class Meta:
        indexes = [
            GinIndex(fields=["grams"], name="search_grams", fastupdate=True),
            GinIndex(fields=["hidden"], name="search_hidden", fastupdate=True),
            GinIndex(fields=["bands"], name="search_bands", fastupdate=True),
        ]
