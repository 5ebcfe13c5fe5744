"""A dashboard is a list of tiles; a tile is a figure, a view of it and a place in the grid."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yankao.kernel.people.models import Person, Unit


class Audience(models.TextChoices):
    OWN = "own", _("只有我")
    UNIT = "unit", _("我的單位")
    OFFICIALS = "officials", _("全體同仁")
    PUBLIC = "public", _("公開")


class DashboardQuerySet(models.QuerySet["Dashboard"]):
    def for_person(self, person: Person) -> "DashboardQuerySet":
        """One's own, one's unit's, and what is for all."""
        shared = Q(audience__in=[Audience.OFFICIALS, Audience.PUBLIC])
        unit = Q(audience=Audience.UNIT, unit=person.unit_id) & Q(unit__isnull=False)
        return self.filter(Q(owner=person) | shared | unit)

    def published(self) -> "DashboardQuerySet":
        return self.filter(audience=Audience.PUBLIC)


class Dashboard(models.Model):
    """`tiles` hold figure, view, x, y, w and h in a grid of twelve columns; `version` counts the
    saves, so that of two people saving at once the second is told.
    """

    owner = models.ForeignKey(Person, models.CASCADE, related_name="dashboards")
    title = models.CharField(_("名稱"), max_length=60)
    audience = models.CharField(_("給誰看"), max_length=10, choices=Audience, default=Audience.OWN)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    tiles = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(_("更新時間"), auto_now=True)

    objects = DashboardQuerySet.as_manager()

    class Meta:
        app_label = "programmes"
        ordering = ["title", "pk"]
        verbose_name = _("儀表板")

    def __str__(self) -> str:
        return self.title
