"""The office calendar day by day, what changed in it, and closures declared by hand."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Day(models.Model):
    """One day of 政府行政機關辦公日曆表."""

    date = models.DateField(_("日期"), primary_key=True)
    is_workday = models.BooleanField(_("上班日"))
    reason = models.CharField(_("說明"), max_length=60, blank=True)
    source = models.CharField(_("來源"), max_length=120)
    loaded_at = models.DateTimeField(_("載入時間"), default=timezone.now)

    class Meta:
        ordering = ["date"]
        verbose_name = _("辦公日曆")

    def __str__(self) -> str:
        return f"{self.date} {_('上班') if self.is_workday else _('放假')} {self.reason}".strip()


class DayChange(models.Model):
    """A day that an amended calendar turned round; the past can be recomputed from these."""

    date = models.DateField(_("日期"), db_index=True)
    was_workday = models.BooleanField(_("原為上班日"))
    was_reason = models.CharField(_("原說明"), max_length=60, blank=True)
    reason = models.CharField(_("說明"), max_length=60, blank=True)
    source = models.CharField(_("來源"), max_length=120)
    changed_at = models.DateTimeField(_("變更時間"))
    changed_by = models.CharField(_("變更者"), max_length=60)

    class Meta:
        ordering = ["changed_at", "date"]
        verbose_name = _("辦公日曆變更")

    def __str__(self) -> str:
        before, after = _("上班"), _("放假")
        if not self.was_workday:
            before, after = after, before
        return f"{self.date} {before} → {after} {self.reason}".strip()


class Loading(models.Model):
    """A calendar that somebody loaded: when, why, which years, how many days new or turned."""

    at = models.DateTimeField(_("載入時間"))
    by = models.CharField(_("載入者"), max_length=60)
    source = models.CharField(_("來源"), max_length=120)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    years = models.CharField(_("年度"), max_length=100)
    added = models.IntegerField(_("新增日數"))
    changed = models.IntegerField(_("異動日數"))

    class Meta:
        ordering = ["-at"]
        verbose_name = _("辦公日曆載入紀錄")


class ClosureQuerySet(models.QuerySet["Closure"]):
    def standing(self, at: datetime | None = None) -> "ClosureQuerySet":
        """Declared and not revoked: now, or as it was known at that moment."""
        if at is None:
            return self.filter(revoked_at=None)
        return self.filter(Q(revoked_at=None) | Q(revoked_at__gt=at), declared_at__lte=at)

    def touching(self, area: str) -> "ClosureQuerySet":
        """Those of the whole city and of that area."""
        return self.filter(area__in=["", area])

    def within(self, since: datetime, until: datetime) -> "ClosureQuerySet":
        return self.filter(since__lt=until, until__gt=since)


class Closure(models.Model):
    """A typhoon day or a declared event, for the whole city or one district."""

    class Kind(models.TextChoices):
        SUSPENSION = "suspension", _("停止上班")
        FORCE_MAJEURE = "force_majeure", _("不可抗力")

    kind = models.CharField(_("種類"), max_length=20, choices=Kind)
    area = models.CharField(_("行政區代碼"), max_length=20, blank=True, help_text=_("空白表示全市"))
    since = models.DateTimeField(_("起"))
    until = models.DateTimeField(_("迄"))
    reason = models.CharField(_("事由"), max_length=200)
    source = models.CharField(_("依據"), max_length=200, blank=True)
    declared_by = models.CharField(_("宣布者"), max_length=60)
    declared_at = models.DateTimeField(_("宣布時間"), default=timezone.now)
    revoked_at = models.DateTimeField(_("撤銷時間"), null=True, blank=True)
    revoked_by = models.CharField(_("撤銷者"), max_length=60, blank=True)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = _("停班與不可抗力")
        indexes = [
            models.Index(fields=["until"], condition=Q(revoked_at=None), name="calendar_standing")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("since")),
                name="closure_ends_after_it_begins",
                violation_error_message=_("結束時間必須晚於開始時間。"),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["suspension", "force_majeure"]), name="closure_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        where = self.area or _("全市")
        since, until = timezone.localtime(self.since), timezone.localtime(self.until)
        return f"{self.get_kind_display()} {where} {since:%Y-%m-%d %H:%M}–{until:%m-%d %H:%M}"


class CalendarVersion(models.Model):
    """One row that every change of the calendar stamps anew, so that each process notices."""

    only = models.BooleanField(primary_key=True, default=True)
    stamp = models.UUIDField()

    class Meta:
        verbose_name = _("日曆版本")
        constraints = [models.CheckConstraint(condition=Q(only=True), name="one_calendar_version")]

    def __str__(self) -> str:
        return str(self.stamp)
