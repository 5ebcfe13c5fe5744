"""A fact without a life of its own, and what its ledger's rows come to by day."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class LedgerRow(models.Model):
    """One fact at one moment. The database refuses update and delete; a reversal is a new row.

    A migration makes the table with `CreateLedger`, so that it is partitioned by the month of
    `at` in Taipei. `id` is given by the database.
    """

    pk = models.CompositePrimaryKey("at", "id")
    at = models.DateTimeField(_("時間"))
    id = models.BigIntegerField(editable=False)

    class Meta:
        abstract = True


class Total(models.Model):
    """What the rows of one ledger, one roll-up, one day and one key come to.

    `key` holds the roll-up's dimensions as text, `sums` its sums, both in the order declared.
    """

    ledger = models.CharField(max_length=100)
    rollup = models.CharField(max_length=60)
    day = models.DateField(_("日期"))
    key = ArrayField(models.TextField(null=True))
    count = models.BigIntegerField(_("筆數"))
    sums = ArrayField(models.DecimalField(max_digits=40, decimal_places=10))
    written_at = models.DateTimeField(_("更新時間"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ledger", "rollup", "day", "key"], name="one_total_per_day_and_key"
            )
        ]
        indexes = [models.Index(fields=["ledger", "written_at"], name="total_by_writing")]
