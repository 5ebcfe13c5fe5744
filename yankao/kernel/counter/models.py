"""What the counter keeps: receipts, ratings, joined reports, attempts, photos of unsent forms."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Receipt(models.Model):
    """The proof a citizen holds: number and password, of which only a keyed hash is here.

    `renewed_hash` is a password sent to somebody who lost theirs; until it is used the old one
    stays good, so nobody can lock another out. `sending` recognises the same form sent twice.
    """

    case = models.OneToOneField(
        "cases.Case", models.CASCADE, primary_key=True, related_name="receipt"
    )
    password_hash = models.CharField(max_length=100)
    renewed_hash = models.CharField(max_length=100, blank=True)
    sending = models.CharField(max_length=64, unique=True, null=True)
    issued_at = models.DateTimeField(_("開立時間"))
    told_at = models.DateTimeField(_("出示時間"), null=True)

    class Meta:
        verbose_name = _("回執")


class Rating(models.Model):
    """One answer per closed case; periods without a survey have no rows, and mean nothing."""

    case = models.OneToOneField(
        "cases.Case", models.CASCADE, primary_key=True, related_name="rating"
    )
    score = models.SmallIntegerField(_("滿意度"))
    comment = models.TextField(_("意見"), max_length=1000, blank=True)
    at = models.DateTimeField(_("評分時間"))

    class Meta:
        verbose_name = _("滿意度")
        constraints = [
            models.CheckConstraint(condition=Q(score__range=(1, 5)), name="rating_is_one_to_five")
        ]


class SameAs(models.Model):
    """A reporter says their case is another one, still open; officials decide whether to merge."""

    case = models.OneToOneField(
        "cases.Case", models.CASCADE, primary_key=True, related_name="same_as"
    )
    other = models.ForeignKey("cases.Case", models.CASCADE, related_name="also_reported")
    at = models.DateTimeField(_("時間"))

    class Meta:
        verbose_name = _("民眾認為同一案")
        constraints = [
            models.CheckConstraint(condition=~Q(case=F("other")), name="same_as_is_another_case")
        ]


class Attempt(models.Model):
    """How often somebody did something in one hour; who and what are only a keyed hash."""

    key = models.CharField(max_length=64)
    hour = models.BigIntegerField()
    count = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "hour"], name="one_count_per_hour")]
        indexes = [models.Index(fields=["hour"], name="attempt_hour")]


class KeptPhoto(models.Model):
    """A photo already uploaded for a form that is not sent yet; forgotten after two hours."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    stored = models.CharField(max_length=120)
    thumbnail = models.BinaryField()
    size = models.BigIntegerField()
    lng = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    kept_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kept_at"], name="kept_photo_age")]


class Follow(models.Model):
    """Somebody who is affected by a case, or wants to hear of it or of an area.

    `browser` and `reach` are keyed hashes: they count once and tell nobody. The address itself lies
    in the contact, which is erased with the follow. Unconfirmed ones are written to once.
    """

    case = models.ForeignKey("cases.Case", models.CASCADE, null=True, related_name="follows")
    district = models.ForeignKey("geo.District", models.CASCADE, null=True)
    lng = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    metres = models.IntegerField(_("範圍（公尺）"), null=True)
    affected = models.BooleanField(_("也受影響"), default=False)
    browser = models.CharField(max_length=64, blank=True)
    reach = models.CharField(max_length=64, blank=True)
    contact = models.ForeignKey(
        "people.Contact", models.SET_NULL, null=True, related_name="follows"
    )
    asked_at = models.DateTimeField(_("時間"))
    confirmed_at = models.DateTimeField(_("確認時間"), null=True)
    told_at = models.DateTimeField(_("上次通知"), null=True)
    waiting = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("追蹤")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "browser"],
                condition=Q(affected=True) & ~Q(browser=""),
                name="affected_once_per_browser",
            ),
            models.UniqueConstraint(
                fields=["case", "reach"],
                condition=Q(case__isnull=False) & ~Q(reach=""),
                name="follows_a_case_once",
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=False)
                | Q(district__isnull=False)
                | Q(metres__isnull=False, lng__isnull=False, lat__isnull=False),
                name="follow_has_a_subject",
            ),
        ]
        indexes = [
            models.Index(fields=["reach"], condition=~Q(reach=""), name="follow_reach"),
            models.Index(fields=["asked_at"], condition=Q(confirmed_at=None), name="follow_new"),
        ]
