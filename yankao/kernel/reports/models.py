"""Reports, the texts they are written from, and issues that freeze their numbers for good."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person


class Report(models.Model):
    """One edition of one kind of report: the annual report of 112, say."""

    kind = models.CharField(_("種類"), max_length=40)
    edition = models.CharField(_("期別"), max_length=20)
    case = models.OneToOneField(Case, models.PROTECT, null=True, related_name="report")

    class Meta:
        verbose_name = _("報告")
        constraints = [
            models.UniqueConstraint(fields=["kind", "edition"], name="one_report_per_edition")
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.edition}"


class Version(models.Model):
    """A text as somebody left it; every save is kept, the newest that is no side text counts.

    `aside` marks what collided with somebody else's change: kept whole, waiting to be taken over.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="versions")
    number = models.IntegerField()
    text = models.TextField(_("內容"), blank=True)
    author = models.ForeignKey(Person, models.PROTECT, null=True)
    at = models.DateTimeField()
    base = models.ForeignKey("self", models.PROTECT, null=True, related_name="followers")
    aside = models.BooleanField(default=False)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["case", "number"]
        verbose_name = _("文稿版本")
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_text_per_number"),
            models.CheckConstraint(
                condition=Q(aside=True) | Q(settled_at=None), name="only_a_side_text_is_settled"
            ),
        ]


class Remark(models.Model):
    """What a reader says about a passage, until somebody settles it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="remarks")
    version = models.ForeignKey(Version, models.PROTECT)
    about = models.CharField(_("針對的文字"), max_length=200, blank=True)
    text = models.TextField(_("意見"), max_length=1000)
    author = models.ForeignKey(Person, models.PROTECT, related_name="remarks")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="settled")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("審閱意見")
        indexes = [
            models.Index(fields=["case"], condition=Q(settled_at=None), name="remark_open"),
        ]


class Issue(models.Model):
    """A report as it was at one moment; nothing in it changes any more."""

    class Kind(models.TextChoices):
        TRIAL = "trial", _("試編")
        OFFICIAL = "official", _("定本")

    report = models.ForeignKey(Report, models.PROTECT, related_name="issues")
    kind = models.CharField(_("種類"), max_length=10, choices=Kind)
    number = models.IntegerField(_("版次"))
    at = models.DateTimeField(_("凍結時間"))
    by = models.ForeignKey(Person, models.PROTECT, null=True)
    reason = models.CharField(_("事由"), max_length=500, blank=True)
    published_at = models.DateTimeField(_("公開時間"), null=True)
    document = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["report", "pk"]
        verbose_name = _("版次")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "kind", "number"], name="one_issue_per_number"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(kind="official"), name="a_trial_is_not_published"
            ),
        ]

    @property
    def slug(self) -> str:
        """1 for the first issue; trial-1 for what was only tried."""
        return str(self.number) if self.kind == self.Kind.OFFICIAL else f"trial-{self.number}"

    @property
    def url(self) -> str:
        return f"/reports/{self.report.kind}/{self.report.edition}/{self.slug}/"


class RowSet(models.Model):
    """Which rows a figure counted: their keys, packed; the same rows are kept once."""

    digest = models.CharField(max_length=64, unique=True)
    count = models.IntegerField()
    keys = models.BinaryField()


class Frozen(models.Model):
    """A figure as an issue printed it: value, words, rows, definition, moment."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="figures")
    index = models.IntegerField()
    ref = models.CharField(max_length=300)
    name = models.CharField(max_length=100)
    label = models.CharField(max_length=200)
    asked = models.JSONField(default=dict)
    period = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    text = models.CharField(max_length=60)
    unit = models.CharField(max_length=20, blank=True)
    definition = models.TextField(blank=True)
    owner = models.CharField(max_length=120, blank=True)
    rows = models.ForeignKey(RowSet, models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ["issue", "index"]
        verbose_name = _("凍結的數字")
        constraints = [
            models.UniqueConstraint(fields=["issue", "index"], name="one_figure_per_place")
        ]

    @property
    def url(self) -> str:
        return f"{self.issue.url}figures/{self.index}/"


class Rendering(models.Model):
    """One file of an issue: asked for, begun, done or failed; each said with its moment."""

    class Form(models.TextChoices):
        PDF = "pdf", _("PDF（可及性 PDF/UA-1）")
        ODT = "odt", _("ODT 開放文件")
        HTML = "html", _("單一檔案網頁")
        CSV = "csv", _("數據附表 CSV")
        ODS = "ods", _("數據附表 ODS")

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="renderings")
    form = models.CharField(max_length=5, choices=Form)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)
    fault = models.CharField(max_length=500, blank=True)
    file = models.CharField(max_length=200, blank=True)
    size = models.IntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["issue", "pk"]
        constraints = [models.UniqueConstraint(fields=["issue", "form"], name="one_file_per_form")]
