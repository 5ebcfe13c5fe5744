"""Letters to people: what was written to whom, every attempt to deliver it, and who read it."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from yankao.kernel.people.models import Contact, Person, Unit

from .letters import Channel, Topic

Recipient = Person | Unit | Contact


class State(models.TextChoices):
    WAITING = "waiting", _("待寄")
    SENT = "sent", _("已寄達")
    REFUSED = "refused", _("無法投遞")
    FAILED = "failed", _("多次未成")
    UNSURE = "unsure", _("不確定是否寄出")


class Outcome(models.TextChoices):
    CLAIMED = "claimed", _("寄送中")
    SENT = "sent", _("已寄出")
    FAILED = "failed", _("未成，再試")
    REFUSED = "refused", _("遭拒")
    UNKNOWN = "unknown", _("結果不明")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def inbox_of(self, person: Person) -> "NoticeQuerySet":
        """To the person, or to a unit and programme in which the person has a duty."""
        mine = Q(person=person)
        for duty in person.duties_at():
            mine |= Q(unit=duty.unit_id) & (Q(case=None) | Q(case__programme=duty.programme))
        read = Reading.objects.filter(notice=OuterRef("pk"), person=person)
        rows = self.filter(mine, channel=Channel.INBOX).annotate(is_read=Exists(read))
        return rows.select_related("case").order_by("-created_at", "-pk")

    def unread_by(self, person: Person) -> "NoticeQuerySet":
        read = Reading.objects.filter(notice=OuterRef("pk"), person=person)
        return self.inbox_of(person).exclude(Exists(read))

    def due_for_sending(self, now: datetime) -> "NoticeQuerySet":
        return self.filter(state=State.WAITING, next_try_at__lte=now)

    def undelivered(self) -> "NoticeQuerySet":
        """Letters somebody should look at: refused, given up, or perhaps sent."""
        return self.filter(state__in=[State.REFUSED, State.FAILED, State.UNSURE])

    def outgoing(self) -> "NoticeQuerySet":
        rows = self.exclude(channel=Channel.INBOX)
        return rows.select_related("case", "person", "unit", "contact").order_by("-pk")


class Notice(models.Model):
    """One letter to one recipient over one channel; `key` makes it unique.

    `facts` are kept only until the letter is settled: they may hold a password.
    """

    key = models.CharField(max_length=200, unique=True)
    case = models.ForeignKey("cases.Case", models.SET_NULL, null=True, related_name="notices")
    letter = models.CharField(_("範本"), max_length=60)
    channel = models.CharField(_("管道"), max_length=10, choices=Channel)
    language = models.CharField(_("語言"), max_length=10, default="zh-hant")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="notices")
    unit = models.ForeignKey("people.Unit", models.PROTECT, null=True, related_name="notices")
    contact = models.ForeignKey("people.Contact", models.CASCADE, null=True, related_name="notices")
    subject = models.CharField(_("主旨"), max_length=300, blank=True)
    body = models.TextField(_("內容"), blank=True)
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("建立時間"))
    state = models.CharField(_("狀態"), max_length=10, choices=State, default=State.WAITING)
    next_try_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("通知")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, unit=None, contact=None)
                | Q(person=None, unit__isnull=False, contact=None)
                | Q(person=None, unit=None, contact__isnull=False),
                name="notice_has_one_recipient",
            )
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="waiting"), name="notice_due"),
            models.Index(
                fields=["person", "-created_at"], condition=Q(channel="inbox"), name="inbox_person"
            ),
            models.Index(
                fields=["unit", "-created_at"], condition=Q(channel="inbox"), name="inbox_unit"
            ),
            models.Index(
                fields=["-created_at"],
                condition=Q(state__in=["refused", "failed", "unsure"]),
                name="notice_undelivered",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or self.key

    def recipient(self) -> Recipient:
        found = self.person or self.unit or self.contact
        assert found is not None, "the database demands one recipient"
        return found


class Delivery(models.Model):
    """One attempt, committed before sending so that a killed worker leaves a trace."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    attempt = models.IntegerField(_("次數"))
    driver = models.CharField(_("寄送方式"), max_length=20)
    claimed_at = models.DateTimeField(_("開始"))
    ended_at = models.DateTimeField(_("結束"), null=True)
    outcome = models.CharField(_("結果"), max_length=10, choices=Outcome, default=Outcome.CLAIMED)
    detail = models.CharField(_("說明"), max_length=300, blank=True)
    next_try_at = models.DateTimeField(_("下次嘗試"), null=True)

    class Meta:
        ordering = ["notice", "attempt"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "attempt"], name="one_delivery_per_attempt")
        ]
        indexes = [models.Index(fields=["ended_at"], name="delivery_ended")]


class Reading(models.Model):
    """Who read a notice in the inbox, and when first."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="readings")
    person = models.ForeignKey("people.Person", models.CASCADE)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "person"], name="read_once_per_person")
        ]


class Template(models.Model):
    """Words an official gave to a letter; the newest counts, all stay as history."""

    letter = models.CharField(_("範本"), max_length=60)
    channel = models.CharField(_("管道"), max_length=10, choices=Channel)
    language = models.CharField(_("語言"), max_length=10)
    subject = models.CharField(_("主旨"), max_length=200, blank=True)
    body = models.TextField(_("內容"))
    author = models.ForeignKey("people.Person", models.PROTECT)
    at = models.DateTimeField(_("修改時間"))
    reason = models.CharField(_("修改理由"), max_length=300)

    class Meta:
        verbose_name = _("通知範本")
        ordering = ["letter", "channel", "language", "-at", "-pk"]
        indexes = [models.Index(fields=["letter", "channel", "language", "-at"])]


class LineAddress(models.Model):
    """Where LINE reaches a unit's duty group, an official or a citizen who linked an account."""

    unit = models.OneToOneField("people.Unit", models.CASCADE, null=True, related_name="line")
    person = models.OneToOneField("people.Person", models.CASCADE, null=True, related_name="line")
    contact = models.OneToOneField("people.Contact", models.CASCADE, null=True, related_name="line")
    value = models.CharField(_("LINE 識別碼"), max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, unit=None, contact=None)
                | Q(person=None, unit__isnull=False, contact=None)
                | Q(person=None, unit=None, contact__isnull=False),
                name="line_address_has_one_owner",
            )
        ]


class PushAddress(models.Model):
    """A citizen's browser that said yes to being told; gone when its push service says so.

    `key` and `secret` are the browser's, for encrypting (RFC 8291); the endpoint is an address.
    """

    contact = models.ForeignKey("people.Contact", models.CASCADE, related_name="browsers")
    endpoint = models.URLField(max_length=500, unique=True)
    key = models.CharField(max_length=100)
    secret = models.CharField(max_length=40)
    at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)


class Muted(models.Model):
    """A topic that one address does not want to hear of; `reach` is a keyed digest of it."""

    reach = models.CharField(max_length=64)
    topic = models.CharField(max_length=10, choices=Topic)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reach", "topic"], name="muted_once")]


class OutboxLetter(models.Model):
    """What the demo would have sent, word for word, instead of sending it."""

    delivery = models.OneToOneField(Delivery, models.CASCADE, related_name="outbox")
    channel = models.CharField(_("管道"), max_length=10, choices=Channel)
    address = models.CharField(_("收件地址"), max_length=254)
    subject = models.CharField(_("主旨"), max_length=300, blank=True)
    body = models.TextField(_("內容"))
    at = models.DateTimeField(_("時間"))

    class Meta:
        verbose_name = _("寄件匣")
        ordering = ["-at", "-pk"]
