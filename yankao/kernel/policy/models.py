"""Values an official gave to named settings, each from a date on, with author and reason."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Value(models.Model):
    """One value of one setting; rows are only added, the history stays."""

    name = models.CharField(_("設定"), max_length=100)
    value = models.JSONField(_("值"))
    since = models.DateField(_("自何日起"))
    reason = models.CharField(_("理由"), max_length=300)
    author = models.ForeignKey("people.Person", models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "since", "at"]
        indexes = [models.Index(fields=["name", "since"])]
