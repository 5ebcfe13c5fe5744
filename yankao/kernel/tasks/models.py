"""Requests to one person or unit with a date; the inbox is held cases plus tasks."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yankao.kernel.people.models import Person


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> "TaskQuerySet":
        return self.filter(done_at=None)

    def asked_of(self, person: Person) -> "TaskQuerySet":
        """Of the person, of a unit where the person has the duty, or of whom he stands in for."""
        mine = Q(asked_of=person)
        for duty in person.duties_at():
            here = Q(case=None) | Q(case__programme=duty.programme)
            mine |= Q(unit=duty.unit_id) & Q(role__in=["", duty.role]) & here
            if duty.person_id != person.pk:
                mine |= Q(asked_of=duty.person_id) & here
        return self.filter(mine)

    def open_for(self, person: Person) -> "TaskQuerySet":
        """What waits for this person, next due first."""
        return self.open().asked_of(person).due_first()

    def overdue(self, now: datetime | None = None) -> "TaskQuerySet":
        return self.open().filter(due_at__lt=now or timezone.now())

    def due_first(self) -> "TaskQuerySet":
        rows = self.select_related("case", "asked_of", "unit")
        return rows.order_by(F("due_at").asc(nulls_last=True), "pk")


class Task(models.Model):
    """Something asked of one person, or of whoever has a duty at one unit."""

    key = models.CharField(max_length=200, unique=True, null=True)
    case = models.ForeignKey("cases.Case", models.CASCADE, null=True, related_name="tasks")
    kind = models.CharField(_("種類"), max_length=40, blank=True)
    title = models.CharField(_("事項"), max_length=200)
    asked_of = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="tasks")
    unit = models.ForeignKey("people.Unit", models.PROTECT, null=True, related_name="tasks")
    role = models.CharField(_("角色"), max_length=40, blank=True)
    created_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="asked_tasks"
    )
    created_at = models.DateTimeField(_("交辦時間"))
    due_at = models.DateTimeField(_("期限"), null=True)
    done_at = models.DateTimeField(_("完成時間"), null=True)
    done_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="done_tasks"
    )
    note = models.TextField(_("辦理情形"), blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("待辦事項")
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_of__isnull=False, unit=None)
                | Q(asked_of=None, unit__isnull=False),
                name="task_asks_one_person_or_unit",
            ),
            models.CheckConstraint(
                condition=Q(role="") | Q(unit__isnull=False), name="task_role_needs_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(done_by=None) | Q(done_at__isnull=False), name="task_done_by_has_moment"
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_of", "due_at"], condition=Q(done_at=None), name="task_open_person"
            ),
            models.Index(
                fields=["unit", "due_at"], condition=Q(done_at=None), name="task_open_unit"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def late(self, now: datetime) -> bool:
        """Done or still open after its date."""
        return self.due_at is not None and self.due_at < (self.done_at or now)
