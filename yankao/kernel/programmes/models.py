"""Views that people keep, keys with which other systems call, moves made on many cases, links."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case
from yankao.kernel.known.prepared import Prepared
from yankao.kernel.people.models import Person, Unit
from yankao.kernel.values.taipei import day_of

from .dashboards.models import Dashboard as Dashboard
from .holds.limits import SOON
from .quality.models import Review as Review
from .sameperson.models import Joining as Joining


class SavedView(models.Model):
    """A list's filters, columns and order under a name; shared with one's unit if wished."""

    owner = models.ForeignKey(Person, models.CASCADE, related_name="views")
    programme = models.CharField(max_length=60)
    name = models.CharField(_("名稱"), max_length=60)
    query = models.CharField(max_length=1000)
    shared_with = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True)
    order = models.IntegerField(default=0, db_default=0)

    chosen: bool  # by the person who asks, as `savedviews.saved_views` says

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "programme", "name"], name="one_saved_view_per_name"
            )
        ]


class DefaultView(models.Model):
    """With which view a person's list of a programme opens; their own or a shared one."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    programme = models.CharField(max_length=60)
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme"], name="one_default_view_per_list"
            )
        ]


class ApiKey(models.Model):
    """A key with which a system acts for a person; only its hash is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="api_keys")
    label = models.CharField(_("用途"), max_length=100)
    hashed = models.CharField(max_length=64, unique=True)
    until = models.DateField(_("有效至"))
    made_at = models.DateTimeField(auto_now_add=True)

    @staticmethod
    def hash_of(key: str) -> str:
        return hashlib.sha256(key.encode()).hexdigest()

    @classmethod
    def make(cls, person: Person, label: str, until: date) -> str:
        """Makes a key and answers with it; it can't be read again later."""
        key = secrets.token_urlsafe(32)
        cls.objects.create(person=person, label=label, until=until, hashed=cls.hash_of(key))
        return key

    @classmethod
    def person_of(cls, key: str) -> Person | None:
        found = _valid(hashed=cls.hash_of(key), day=timezone.localdate())
        return found[0].person if found else None


def valid_keys(hashed: object, day: object) -> "models.QuerySet[ApiKey]":
    """At most one: the hash is unique."""
    rows = ApiKey.objects.select_related("person")
    return rows.filter(hashed=hashed, until__gte=day, person__is_active=True)


_valid = Prepared(valid_keys, "hashed", "day")


class BatchQuerySet(models.QuerySet["Batch"]):
    def due(self, now: datetime) -> "BatchQuerySet":
        """Confirmed, its time to be taken back is over, and not finished."""
        open_ones = [Batch.State.WAITING, Batch.State.RUNNING]
        return self.filter(state__in=open_ones, runs_at__lte=now)


class Batch(models.Model):
    """One action on many cases: looked at first, confirmed, then carried out or taken back.

    Until `runs_at` no case knows of it. `given` are the answers as typed.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("待確認")
        WAITING = "waiting", _("即將執行")
        RUNNING = "running", _("執行中")
        DONE = "done", _("已執行")
        UNDONE = "undone", _("已復原")

    programme = models.CharField(_("業務"), max_length=60)
    action = models.CharField(_("動作"), max_length=60)
    by = models.ForeignKey(Person, models.PROTECT, related_name="batches", verbose_name=_("人員"))
    given = models.JSONField(default=dict)
    client = models.CharField(max_length=60, blank=True)
    state = models.CharField(_("狀態"), max_length=10, choices=State, default=State.DRAFT)
    made_at = models.DateTimeField(_("建立時間"))
    runs_at = models.DateTimeField(_("執行時間"), null=True)
    settled_at = models.DateTimeField(_("結束時間"), null=True)
    tries = models.IntegerField(default=0)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "running", "done"]) | Q(runs_at__isnull=False),
                name="batch_on_its_way_has_a_moment",
            )
        ]
        indexes = [
            models.Index(
                fields=["runs_at"], condition=Q(state__in=["waiting", "running"]),
                name="batch_on_its_way",
            )
        ]  # fmt: skip


class BatchItem(models.Model):
    """One case of a batch: what a look ahead said, and what became of it."""

    class Outcome(models.TextChoices):
        OPEN = "", _("尚未執行")
        DONE = "done", _("完成")
        REFUSED = "refused", _("未執行")

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    position = models.IntegerField()
    looked_at = models.DateTimeField(null=True)
    hindrance = models.TextField(blank=True)
    shown = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    why = models.TextField(blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["batch", "position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "case"], name="a_case_once_in_a_batch")
        ]


class SentOnce(models.Model):
    """A sending that was carried out; the same key never moves a case twice."""

    key = models.CharField(max_length=64)
    person = models.ForeignKey(Person, models.CASCADE)
    case = models.ForeignKey(Case, models.CASCADE)
    action = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "person", "case", "action"], name="one_move_per_sending"
            )
        ]


class OutsideLink(models.Model):
    """One case, one receiver outside, what they are asked, until when; only its hash is kept."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="outside_links")
    name = models.CharField(_("外部單位"), max_length=80)
    asked = models.TextField(_("請對方協助的事項"), max_length=1000)
    with_photos = models.BooleanField(_("一併提供現場照片"), default=False)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    until = models.DateTimeField(_("有效至"))
    hashed = models.CharField(max_length=64, unique=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    last_opened_at = models.DateTimeField(null=True)
    openings = models.IntegerField(default=0)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=models.F("made_at")), name="outside_link_ends_after_it_begins"
            )
        ]


class HoldQuerySet(models.QuerySet["Hold"]):
    def standing(self) -> "HoldQuerySet":
        return self.filter(until=None)

    def ending(self, now: datetime) -> "HoldQuerySet":
        """Standing, with a last day that is near."""
        last = day_of(now) + timedelta(days=SOON.value())
        return self.standing().filter(ends__lte=last)


class Hold(models.Model):
    """Nothing of the case is erased while this stands: a court or an audit needs it.

    `whole_person`: nor anything else of whoever reported it. `ends` is the last day; `until` the
    moment it was let go, by nobody when its last day was over.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="holds")
    whole_person = models.BooleanField(_("範圍"), default=False, db_default=False)
    reference = models.CharField(_("文號或案號"), max_length=80, blank=True, db_default="")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField(_("理由"), max_length=300)
    since = models.DateTimeField(_("起"))
    ends = models.DateField(_("保全至"), null=True)
    until = models.DateTimeField(_("迄"), null=True)
    released_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )
    released_why = models.CharField(_("解除理由"), max_length=300, blank=True, db_default="")

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = _("案卷保全")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "whole_person", "reference"], condition=Q(until=None),
                name="one_standing_hold_per_reference",
            )
        ]  # fmt: skip


class Erasure(models.Model):
    """The people of this case were forgotten, and when."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="erasure")
    at = models.DateTimeField(_("銷毀時間"))

    class Meta:
        verbose_name = _("個資銷毀")


class ErasureRun(models.Model):
    """What one night forgot in a room, and what it left alone because it is held."""

    programme = models.CharField(max_length=60)
    at = models.DateTimeField()
    erased = models.IntegerField()
    held = models.IntegerField()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("銷毀作業")
        indexes = [models.Index(fields=["programme", "-at"], name="erasure_run_newest")]
