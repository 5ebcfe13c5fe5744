"""Checklists of a room, their items, and who ticked what when."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case, Category
from yankao.kernel.people.models import Person


class Checklist(models.Model):
    """For all cases of a room or of one category; `action` is the move that demands it."""

    programme = models.CharField(max_length=60)
    name = models.CharField(_("名稱"), max_length=80)
    category = models.ForeignKey(
        Category, models.CASCADE, null=True, blank=True, verbose_name=_("類別"), related_name="+"
    )
    action = models.CharField(_("完成後才能執行的動作"), max_length=60, blank=True)
    active = models.BooleanField(_("使用中"), default=True)

    class Meta:
        verbose_name = _("檢核表")
        ordering = ["programme", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="one_checklist_per_name")
        ]


class ItemQuerySet(models.QuerySet["ChecklistItem"]):
    def asked_of(self, case: Case) -> "ItemQuerySet":
        """The items that hold for this case."""
        fits = Q(checklist__category=None) | Q(checklist__category=case.category_id)
        rows = self.filter(fits, active=True, checklist__active=True)
        return rows.filter(checklist__programme=case.programme)


class ChecklistItem(models.Model):
    """One line; a line taken out of its list stays for the cases at which it was ticked."""

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="items")
    text = models.CharField(_("項目"), max_length=200)
    required = models.BooleanField(_("必要"), default=False)
    position = models.IntegerField(default=0)
    active = models.BooleanField(default=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["checklist__name", "checklist", "position", "pk"]


class ChecklistChange(models.Model):
    """Who changed a checklist, when and why; as it read afterwards."""

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="changes")
    author = models.ForeignKey(Person, models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=300)
    text = models.TextField()

    class Meta:
        ordering = ["-at", "-pk"]


class Tick(models.Model):
    """An item was done at a case; taking a tick back removes the row and stays on the timeline."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="ticks")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="ticks")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "item"], name="one_tick_per_item")]
