"""What was read from which file, and what became of every row."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Import(models.Model):
    """A file, or the rows of it from `first` to `last`, read under one mapping.

    `position` is the last row whose outcome is committed.
    """

    name = models.CharField(_("名稱"), max_length=60)
    file_name = models.CharField(_("檔案"), max_length=200)
    sha256 = models.CharField(max_length=64)
    mapping = models.CharField(_("對照"), max_length=60)
    mapping_sha256 = models.CharField(max_length=64)
    started_at = models.DateTimeField(_("開始"), auto_now_add=True)
    finished_at = models.DateTimeField(_("完成"), null=True)
    first = models.BigIntegerField(default=1)
    last = models.BigIntegerField()
    position = models.BigIntegerField(_("已處理列數"), default=0)
    counts = models.JSONField(_("件數"), default=dict)

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = _("匯入")
        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "mapping", "first"],
                condition=models.Q(finished_at=None),
                name="one_unfinished_import_per_part",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.mapping})"


class Reject(models.Model):
    """A row that could not be stored, as it was read, and why."""

    batch = models.ForeignKey(Import, models.CASCADE, related_name="rejects")
    line = models.BigIntegerField(_("列"))
    row = models.JSONField(_("內容"), default=dict)
    reason = models.CharField(_("原因"), max_length=40)
    message = models.CharField(_("說明"), max_length=300)

    class Meta:
        ordering = ["batch", "line"]
        verbose_name = _("退件")
        indexes = [models.Index(fields=["batch", "reason"], name="reject_by_reason")]


class Remark(models.Model):
    """Something to look at in a row that was stored or known: changed, outside its district …"""

    batch = models.ForeignKey(Import, models.CASCADE, related_name="remarks")
    line = models.BigIntegerField(_("列"))
    key = models.CharField(_("原系統案號"), max_length=100)
    kind = models.CharField(_("種類"), max_length=40)
    message = models.CharField(_("說明"), max_length=300, blank=True)

    class Meta:
        ordering = ["batch", "line"]
        verbose_name = _("註記")
        indexes = [models.Index(fields=["batch", "kind"], name="remark_by_kind")]


class Known(models.Model):
    """A row of another system that we hold: by its key there, with a digest of what it said."""

    source = models.CharField(max_length=40)
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    line = models.BigIntegerField(default=0)
    subject = models.CharField(max_length=60, db_index=True)
    batch = models.ForeignKey(Import, models.PROTECT, related_name="stored")

    class Meta:
        verbose_name = _("已知來源列")
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="one_known_row_per_key")
        ]
