"""Files attached to cases; the bytes lie in the storage under their own hash."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person


class Kind(models.TextChoices):
    PHOTO = "photo", _("反映照片")
    PHOTO_BEFORE = "photo_before", _("處理前照片")
    PHOTO_AFTER = "photo_after", _("處理後照片")
    DOCUMENT = "document", _("文件")
    ORAL_RECORD = "oral_record", _("言詞陳情紀錄")
    PROXY = "proxy", _("委託書")
    REPLY = "reply", _("回復附件")


class Scan(models.TextChoices):
    NONE = "none", _("未設掃毒")
    WAITING = "waiting", _("待掃描")
    CLEAN = "clean", _("已掃描")
    INFECTED = "infected", _("含惡意程式")


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def readable(self, by: Person, *, may_see_identity: bool) -> "AttachmentQuerySet":
        """Files of the cases this person may see, without those that tell who reported."""
        rows = self.filter(case__in=Case.objects.visible_to(by))
        return rows.to_be_seen(may_see_identity=may_see_identity)

    def to_be_seen(self, *, may_see_identity: bool) -> "AttachmentQuerySet":
        """The same of one case that has been found visible already."""
        rows = self.exclude(scan=Scan.INFECTED)
        return rows if may_see_identity else rows.filter(identifying=False)

    def shown(self) -> "AttachmentQuerySet":
        """Whatever may be opened now: neither infected nor still waiting for the scanner."""
        return self.filter(scan__in=[Scan.NONE, Scan.CLEAN])

    def for_everybody(self) -> "AttachmentQuerySet":
        """Photos an officer looked at, found free of persons and opened to the public."""
        rows = self.shown().filter(public=True, identifying=False)
        return rows.filter(content_type__startswith="image/")

    def waiting_for_scan(self) -> "AttachmentQuerySet":
        return self.filter(scan=Scan.WAITING)

    def expired(self, on: date | None = None) -> "AttachmentQuerySet":
        return self.filter(keep_until__lt=on or timezone.localdate())

    def stored_as(self, names: set[str]) -> "AttachmentQuerySet":
        """Rows that still need one of these stored files."""
        return self.filter(Q(stored__in=names) | Q(thumbnail__in=names)).exclude(scan=Scan.INFECTED)


class Attachment(models.Model):
    """One file of one case. `identifying` files tell who reported and are shown to few."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="attachments")
    kind = models.CharField(_("種類"), max_length=20, choices=Kind)
    name = models.CharField(_("檔名"), max_length=120)
    content_type = models.CharField(_("格式"), max_length=100)
    size = models.BigIntegerField(_("大小"))
    sha256 = models.CharField(_("雜湊值"), max_length=64)
    received_sha256 = models.CharField(max_length=64)
    width = models.IntegerField(null=True)
    height = models.IntegerField(null=True)
    stored = models.FileField(max_length=120)
    thumbnail = models.FileField(max_length=120, blank=True)
    exif_lng = models.FloatField(null=True)
    exif_lat = models.FloatField(null=True)
    exif_taken_at = models.DateTimeField(null=True)
    uploaded_by = models.ForeignKey("people.Person", models.PROTECT, null=True)
    uploaded_at = models.DateTimeField(_("上傳時間"))
    identifying = models.BooleanField(_("可識別身分"), default=False)
    public = models.BooleanField(_("可公開"), default=False)
    scan = models.CharField(_("掃毒結果"), max_length=10, choices=Scan, default=Scan.NONE)
    keep_until = models.DateField(_("保存至"), null=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("附件")
        ordering = ["case", "uploaded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "received_sha256"], name="one_file_once_per_case"
            ),
            models.CheckConstraint(
                condition=~Q(public=True, identifying=True), name="no_identifying_file_is_public"
            ),
        ]
        indexes = [
            models.Index(fields=["stored"], name="attachment_stored"),
            models.Index(fields=["thumbnail"], name="attachment_thumbnail"),
            models.Index(fields=["id"], condition=Q(scan="waiting"), name="attachment_to_scan"),
            models.Index(
                fields=["keep_until"], condition=Q(keep_until__isnull=False), name="attachment_kept"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_photo(self) -> bool:
        return self.content_type.startswith("image/")

    def held_back(self) -> bool:
        """Kept, but not to be opened: waiting for the scanner, or found infected."""
        return self.scan in (Scan.WAITING, Scan.INFECTED)
