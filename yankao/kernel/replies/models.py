"""Versions of a case's reply, the hands they went through, and replies kept for many cases."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case, Category
from yankao.kernel.people.models import Person, Unit


class ReplyVersion(models.Model):
    """One version of a reply: who drafted it, who amended it, who approved or returned it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="reply_versions", db_index=False)
    number = models.IntegerField(_("版次"))
    text = models.TextField(_("回復內容"))
    basis = models.CharField(_("法令依據"), max_length=300, blank=True)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("擬稿人"))
    editor = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("修改人")
    )
    written_at = models.DateTimeField(_("擬稿時間"))
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("決行者")
    )
    decided_at = models.DateTimeField(_("決行時間"), null=True)
    approved = models.BooleanField(_("核定"), null=True)
    remark = models.CharField(_("批示"), max_length=500, blank=True)
    accepted_findings = models.JSONField(_("已確認之提示"), default=list)

    class Meta:
        verbose_name = _("回復版次")
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_version_per_number"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("author")),
                name="who_drafted_a_reply_does_not_decide_it",
            ),
        ]


class ReplyStep(models.Model):
    """One approver passed the version on to a higher level."""

    version = models.ForeignKey(ReplyVersion, models.CASCADE, related_name="steps")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("核轉者"))
    at = models.DateTimeField(_("核轉時間"))
    level = models.IntegerField(_("決行層級"), null=True)
    remark = models.CharField(_("意見"), max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]


class StandardReply(models.Model):
    """A text with variables for cases of a kind; of one agency, or of the whole city."""

    programme = models.CharField(max_length=60)
    name = models.CharField(_("名稱"), max_length=80)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, verbose_name=_("機關"), related_name="+",
        help_text=_("留白為全市共用；填機關者，僅該機關承辦的案件可用。"),
    )  # fmt: skip
    category = models.ForeignKey(
        Category, models.CASCADE, null=True, blank=True, verbose_name=_("類別"), related_name="+"
    )
    state = models.CharField(_("適用狀態"), max_length=30, blank=True)
    text = models.TextField(_("內容"), max_length=5000)
    basis = models.CharField(_("法令依據"), max_length=300, blank=True)
    active = models.BooleanField(_("使用中"), default=True)

    class Meta:
        verbose_name = _("標準回復")
        ordering = ["programme", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "unit", "name"], nulls_distinct=False,
                name="one_standard_reply_per_name",
            )
        ]  # fmt: skip


class StandardReplyChange(models.Model):
    """Who changed a standard reply, when and why; as it stood afterwards."""

    reply = models.ForeignKey(StandardReply, models.CASCADE, related_name="changes")
    author = models.ForeignKey(Person, models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=300)
    text = models.TextField()
    active = models.BooleanField()

    class Meta:
        ordering = ["-at", "-pk"]
