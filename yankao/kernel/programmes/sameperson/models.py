"""A proposal that two records are one person, its decision, and whether it was taken back."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yankao.kernel.people.models import Contact, Person

from .limits import UNDO_DAYS


class JoiningQuerySet(models.QuerySet["Joining"]):
    def standing(self) -> "JoiningQuerySet":
        return self.filter(state=Joining.State.JOINED)

    def between(self, one: Contact, other: Contact) -> "JoiningQuerySet":
        pair = sorted([one.pk, other.pk])
        return self.filter(one=pair[0], other=pair[1])


class Joining(models.Model):
    """Two contacts said to be one person; `one` is the older record. Nobody decides their own."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待覆核")
        JOINED = "joined", _("已併同")
        REFUSED = "refused", _("未同意")
        WITHDRAWN = "withdrawn", _("已撤回")
        PARTED = "parted", _("已復原")

    one = models.ForeignKey(Contact, models.CASCADE, related_name="+")
    other = models.ForeignKey(Contact, models.CASCADE, related_name="+")
    state = models.CharField(_("狀態"), max_length=10, choices=State, default=State.PROPOSED)
    signs = models.CharField(_("相同之處"), max_length=60, blank=True)
    reason = models.CharField(_("理由"), max_length=300)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    remark = models.CharField(_("覆核意見"), max_length=300, blank=True)
    parted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    parted_at = models.DateTimeField(null=True)
    parted_why = models.CharField(_("復原理由"), max_length=300, blank=True)

    objects = JoiningQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("併同反映人")
        constraints = [
            models.CheckConstraint(
                condition=Q(one__lt=F("other")), name="joining_names_two_records_in_order"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="nobody_decides_their_own_joining",
            ),
            models.UniqueConstraint(
                fields=["one", "other"], condition=Q(state__in=["proposed", "joined"]),
                name="one_open_joining_per_pair",
            ),
        ]  # fmt: skip

    @property
    def until(self) -> datetime | None:
        """The moment from which it cannot be taken back any more."""
        return self.decided_at + timedelta(days=UNDO_DAYS.value()) if self.decided_at else None
