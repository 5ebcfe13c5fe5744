"""Files attached to cases; the bytes lie in the storage under their own hash."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person

from . import ocr


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


class Look(models.TextChoices):
    """Whether a picture has been looked at for cards, plates and faces, and by whom."""

    WAITING = "waiting", _("待檢查")
    UNREAD = "unread", _("待承辦人查看")
    CLEAR = "clear", _("自動檢查未發現個資")
    MASKED = "masked", _("自動遮蔽")
    LOOKED = "looked", _("承辦人已查看")


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def readable(self, by: Person, *, may_see_identity: bool) -> "AttachmentQuerySet":
        """Files of the cases this person may see, without those that tell who reported."""
        rows = self.filter(case__in=Case.objects.visible_to(by))
        return rows.to_be_seen(may_see_identity=may_see_identity)

    def to_be_seen(self, *, may_see_identity: bool) -> "AttachmentQuerySet":
        """The same of one case that has been found visible already.

        A picture that tells who reported is seen by others once an officer has masked it.
        """
        rows = self.exclude(scan=Scan.INFECTED)
        masked = Q(look=Look.LOOKED) & ~Q(masked="")
        return rows if may_see_identity else rows.filter(Q(identifying=False) | masked)

    def shown(self) -> "AttachmentQuerySet":
        """Whatever may be opened now: neither infected nor still waiting for the scanner."""
        return self.filter(scan__in=[Scan.NONE, Scan.CLEAN])

    def for_everybody(self) -> "AttachmentQuerySet":
        """Photos an officer looked at, found free of persons and opened to the public."""
        return self.shown().pictures().filter(public=True, identifying=False).checked()

    def pictures(self) -> "AttachmentQuerySet":
        return self.filter(content_type__startswith="image/")

    def checked(self) -> "AttachmentQuerySet":
        """Without those that nobody and nothing has yet searched for cards and plates."""
        return self.exclude(look__in=[Look.WAITING, Look.UNREAD])

    def for_those_with_a_link(self) -> "AttachmentQuerySet":
        """Where a program searches pictures, none leaves the house before it has been seen."""
        return self.exclude(look=Look.WAITING) if ocr.present() else self

    def waiting_for_look(self) -> "AttachmentQuerySet":
        return self.shown().pictures().filter(look=Look.WAITING)

    def waiting_for_scan(self) -> "AttachmentQuerySet":
        return self.filter(scan=Scan.WAITING)

    def expired(self, on: date | None = None) -> "AttachmentQuerySet":
        return self.filter(keep_until__lt=on or timezone.localdate())

    def stored_as(self, names: set[str]) -> "AttachmentQuerySet":
        """Rows that still need one of these stored files."""
        whole = Q(stored__in=names) | Q(thumbnail__in=names)
        masked = Q(masked__in=names) | Q(masked_thumbnail__in=names)
        return self.filter(whole | masked).exclude(scan=Scan.INFECTED)


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
    look = models.CharField(_("個資檢查"), max_length=10, choices=Look, default=Look.WAITING)
    looked_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    looked_at = models.DateTimeField(null=True)
    boxes = models.JSONField(_("遮蔽範圍"), default=list)
    masked = models.FileField(max_length=120, blank=True)
    masked_thumbnail = models.FileField(max_length=120, blank=True)
    masked_sha256 = models.CharField(max_length=64, blank=True)
    masked_size = models.BigIntegerField(null=True)

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
            models.Index(fields=["masked"], name="attachment_masked"),
            models.Index(fields=["masked_thumbnail"], name="attachment_masked_thumbnail"),
            models.Index(fields=["id"], condition=Q(scan="waiting"), name="attachment_to_scan"),
            models.Index(fields=["id"], condition=Q(look="waiting"), name="attachment_to_look_at"),
            models.Index(
                fields=["keep_until"], condition=Q(keep_until__isnull=False), name="attachment_kept"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_photo(self) -> bool:
        return self.content_type.startswith("image/")

    def is_masked(self) -> bool:
        return bool(self.masked)

    def is_checked(self) -> bool:
        """Whether somebody or something has searched the picture."""
        return self.look not in (Look.WAITING, Look.UNREAD)

    def served_sha256(self) -> str:
        """Of the bytes a reader gets: the masked copy's where there is one."""
        return self.masked_sha256 if self.masked else self.sha256

    def served_size(self) -> int | None:
        """In bytes; unknown of copies masked before their size was kept."""
        return self.masked_size if self.masked else self.size

    def held_back(self) -> bool:
        """Kept, but not to be opened: waiting for the scanner, or found infected."""
        return self.scan in (Scan.WAITING, Scan.INFECTED)
