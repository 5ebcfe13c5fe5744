"""What happened to a subject, in order, each entry sealed by the hash of the one before."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """Who, when, what, from which value to which. The database refuses update and delete.

    It points softly at its subject and its actor, so it outlives both. `personal_digest` seals
    values kept in PersonalValue, which may be erased while the entry and the chain stand.
    """

    subject = models.CharField(max_length=60)
    seq = models.IntegerField()
    at = models.DateTimeField(_("時間"))
    verb = models.CharField(_("動作"), max_length=60)
    label = models.CharField(_("名稱"), max_length=100, blank=True)
    before = models.CharField(max_length=60, blank=True)
    after = models.CharField(max_length=60, blank=True)
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(_("人員"), max_length=100, blank=True)
    role = models.CharField(_("角色"), max_length=60, blank=True)
    client = models.CharField(_("來源位址"), max_length=60, blank=True)
    reason = models.TextField(_("理由"), blank=True)
    data = models.JSONField(default=dict)
    personal_digest = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["subject", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "seq"], name="one_entry_per_place_in_chain")
        ]
        indexes = [models.Index(fields=["verb", "at"])]


class PersonalValue(models.Model):
    """Personal values of an entry; erasing the row leaves the sealed entry as it is."""

    entry = models.OneToOneField(Entry, models.DO_NOTHING, primary_key=True, db_constraint=False)
    subject = models.CharField(max_length=60)
    salt = models.CharField(max_length=32)
    values = models.JSONField(default=dict)

    class Meta:
        indexes = [  # answers "begins with" as well as "is"
            models.Index(
                fields=["subject"], opclasses=["varchar_pattern_ops"], name="personal_value_subject"
            )
        ]
