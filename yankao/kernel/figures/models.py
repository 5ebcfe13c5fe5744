"""What figures keep: sums by day, month and year, days written to since, how they were made."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Cell(models.Model):
    """The sums of one population on one day, in one month or year, for one value of one dimension.

    `dimension` "" is the whole; one that begins with "~" is a histogram whose keys are numbers.
    """

    class Grain(models.TextChoices):
        DAY = "d", _("日")
        MONTH = "m", _("月")
        YEAR = "y", _("年")

    population = models.CharField(max_length=80)
    grain = models.CharField(max_length=1, choices=Grain)
    dimension = models.CharField(max_length=60, blank=True)
    day = models.DateField()
    key = models.CharField(max_length=100, blank=True)
    sums = ArrayField(models.DecimalField(max_digits=40, decimal_places=10))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["population", "dimension", "grain", "day", "key"],
                name="one_cell_per_day_and_key",
            )
        ]


class Touched(models.Model):
    """A day of a population whose rows changed after its cells were reckoned; append-only.

    Written by triggers in the transaction of the change, so nothing that writes can forget it.
    """

    population = models.CharField(max_length=80)
    day = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["population"], name="touched_population")]
        verbose_name = _("待更新之統計日")


class Kept(models.Model):
    """Under which declaration a population's cells were reckoned; under another they are void."""

    population = models.CharField(max_length=80, primary_key=True)
    digest = models.CharField(max_length=64)
    reckoned_at = models.DateTimeField()
    proved_at = models.DateTimeField(null=True)
    differences = models.IntegerField(default=0)
