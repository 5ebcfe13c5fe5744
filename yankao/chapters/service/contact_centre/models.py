"""What the contact centre keeps: questions still to be answered, calls, seats and who sat there.

A finished call is a row of a ledger that nobody rewrites. While it goes on it is a `LiveCall`,
the only place where the caller's whole number stands.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import CaseDetail, Category, DetailQuerySet
from yankao.kernel.ledgers.ledger import Ledger, Rollup
from yankao.kernel.ledgers.models import LedgerRow
from yankao.kernel.people.models import Person, Unit

from .states import Disposition, Kind, State

QUARTERS = 96


class QuestionQuerySet(DetailQuerySet["Question"]):
    def counted(self) -> "QuestionQuerySet":
        """Without those taken back."""
        return self.exclude(case__state=State.WITHDRAWN)


class Question(CaseDetail):
    """Asked on the telephone and not to be answered from what is known: somebody calls back."""

    question = models.TextField(_("問題"), max_length=2000)
    answer = models.TextField(_("答復內容"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(_("答復時間"), null=True)
    attempts = models.PositiveSmallIntegerField(_("未接次數"), default=0)
    call = models.CharField(_("來電編號"), max_length=64, blank=True)

    objects = QuestionQuerySet.as_manager()


class CallRecord(LedgerRow):
    """A finished call, placed at the moment it reached us; seconds are whole, cut off.

    `caller` is a keyed digest of the number, "" when hidden; `tail` what of it may be shown.
    `waited` runs to the agent, or to the moment the caller left.
    """

    exchange_id = models.CharField(_("交換機編號"), max_length=64)
    queue = models.CharField(_("佇列"), max_length=40, blank=True)
    caller = models.CharField(max_length=32, blank=True)
    tail = models.CharField(_("來電號碼"), max_length=20, blank=True)
    quarter = models.SmallIntegerField(_("時段"))
    left_quarter = models.SmallIntegerField(_("離線時段"), null=True)
    hour = models.SmallIntegerField(_("時"))
    disposition = models.CharField(_("結果"), max_length=16, choices=Disposition)
    handled = models.BooleanField(_("接聽"))
    kind = models.CharField(_("類型"), max_length=8, choices=Kind, blank=True)
    topic = models.ForeignKey(
        Category, models.PROTECT, null=True, db_constraint=False, db_index=False,
        verbose_name=_("主題"), related_name="+",
    )  # fmt: skip
    agent = models.ForeignKey(
        Person, models.PROTECT, null=True, db_constraint=False, db_index=False,
        verbose_name=_("值機人員"), related_name="+",
    )  # fmt: skip
    waited = models.IntegerField(_("等候秒數"), default=0)
    talked = models.IntegerField(_("通話秒數"), null=True)
    held = models.IntegerField(_("保留秒數"), null=True)
    wrapped = models.IntegerField(_("後處理秒數"), null=True)
    handling = models.IntegerField(_("處理秒數"), null=True)
    in_time = models.BooleanField(_("及時接聽"), default=False)
    online = models.BooleanField(_("當場答復"), default=False)
    score = models.SmallIntegerField(_("滿意度評分"), null=True)
    satisfied = models.BooleanField(_("滿意"), null=True)
    emergency = models.BooleanField(_("緊急"), default=False)
    transferred_to = models.CharField(_("轉接對象"), max_length=60, blank=True)
    recording = models.CharField(_("錄音"), max_length=120, blank=True)
    numbers = ArrayField(models.CharField(max_length=30), verbose_name=_("案號"), default=list)

    class Meta:
        verbose_name = _("來電")
        indexes = [
            models.Index(fields=["exchange_id"], name="call_by_exchange"),
            models.Index(fields=["agent", "at"], name="call_by_agent"),
            models.Index(
                fields=["caller", "at"], name="call_by_caller", condition=~Q(caller="")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.exchange_id


class Return(LedgerRow):
    """A handled call after which the same number called again about the same thing in a few days.

    Placed at the earlier call, which it names; written once, when the caller has called again.
    """

    exchange_id = models.CharField(_("交換機編號"), max_length=64)
    topic = models.ForeignKey(
        Category, models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+",
        verbose_name=_("主題"),
    )  # fmt: skip
    agent = models.ForeignKey(
        Person, models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+",
        verbose_name=_("值機人員"),
    )  # fmt: skip
    after = models.IntegerField(_("幾秒後再來電"))

    class Meta:
        verbose_name = _("再次來電")
        indexes = [models.Index(fields=["exchange_id"], name="return_by_exchange")]


MEASURED = ["waited", "handling"]
calls = Ledger(
    CallRecord,
    [
        Rollup("quarters", by=["quarter", "handled", "in_time", "disposition"], sums=MEASURED),
        Rollup("leavers", by=["left_quarter", "disposition"]),
    ],
)
returns = Ledger(Return)


class Seat(models.Model):
    """A place to work at; where it stands on the plan, in steps of one desk."""

    number = models.PositiveSmallIntegerField(_("席位"), unique=True)
    row = models.PositiveSmallIntegerField()
    column = models.PositiveSmallIntegerField()
    active = models.BooleanField(_("使用中"), default=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("席位")

    def __str__(self) -> str:
        return str(self.number)


class StaffMonth(models.Model):
    """Who was employed at the beginning of a month, and whether with a disability certificate."""

    month = models.DateTimeField(_("月份"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("人員"))
    disabled = models.BooleanField(_("領有身心障礙證明"))

    class Meta:
        verbose_name = _("在職人員")
        constraints = [
            models.UniqueConstraint(fields=["month", "person"], name="one_staff_row_per_month")
        ]


class EventKind(models.TextChoices):
    """What a telephone exchange tells of a call."""

    OFFERED = "offered", _("進線")
    QUEUED = "queued", _("進入佇列")
    RINGING = "ringing", _("響鈴")
    ANSWERED = "answered", _("接聽")
    HELD = "held", _("保留")
    RESUMED = "resumed", _("恢復通話")
    TRANSFERRED = "transferred", _("轉接")
    LEFT = "left", _("值機人員離線")
    SURVEYED = "surveyed", _("語音調查")
    ENDED = "ended", _("結束")
    BLOCKED = "blocked", _("未能進線")
    LOST = "lost", _("交換機斷線")


class CallEvent(models.Model):
    """One thing the exchange told, kept once however often it came, until the call is settled.

    `at` is the exchange's moment, or ours when its clock ran ahead; `late` came after settling.
    """

    exchange_id = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=EventKind)
    at = models.DateTimeField()
    told_at = models.DateTimeField()
    received_at = models.DateTimeField()
    data = models.JSONField(default=dict)
    late = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("交換機事件")
        constraints = [
            models.UniqueConstraint(
                fields=["exchange_id", "kind", "told_at"], name="one_row_per_exchange_event"
            )
        ]


class LiveCall(models.Model):
    """A call that goes on, or is over but not yet classified; gone when it is in the ledger.

    The upper half is what the exchange's events come to, the lower what the agent has said.
    """

    exchange_id = models.CharField(_("交換機編號"), max_length=64, unique=True)
    state = models.CharField(max_length=12, choices=EventKind)
    number = models.CharField(_("來電號碼"), max_length=40, blank=True)
    caller = models.CharField(max_length=32, blank=True)
    queue = models.CharField(_("佇列"), max_length=40, blank=True)
    offered_at = models.DateTimeField(_("進線"))
    queued_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(_("接聽"), null=True)
    left_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    held_since = models.DateTimeField(null=True)
    held = models.IntegerField(default=0)
    agent = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    transferred_to = models.CharField(_("轉接對象"), max_length=60, blank=True)
    recording = models.CharField(max_length=120, blank=True)
    score = models.SmallIntegerField(null=True)
    blocked = models.BooleanField(default=False)
    lost = models.BooleanField(default=False)

    kind = models.CharField(_("類型"), max_length=8, choices=Kind, blank=True)
    topic = models.ForeignKey(
        Category, models.PROTECT, null=True, related_name="+", verbose_name=_("主題")
    )
    online = models.BooleanField(_("當場答復"), default=False)
    call_back = models.BooleanField(_("另行回電"), default=False)
    emergency = models.BooleanField(_("緊急"), default=False)
    note = models.TextField(_("通話筆記"), max_length=2000, blank=True)
    numbers = ArrayField(models.CharField(max_length=30), default=list)
    wrapped_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("進行中的通話")
        indexes = [models.Index(fields=["agent"], name="live_call_by_agent")]

    def __str__(self) -> str:
        return self.exchange_id

    @property
    def over(self) -> bool:
        return self.ended_at is not None


class Presence(models.Model):
    """What an agent is doing now, and at which seat; those who went home have no row."""

    class State(models.TextChoices):
        READY = "ready", _("待機")
        TALKING = "talking", _("通話")
        WRAPPING = "wrapping", _("後處理")
        BREAK = "break", _("休息")
        MEAL = "meal", _("用餐")
        TRAINING = "training", _("訓練")

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    seat = models.OneToOneField(Seat, models.PROTECT, null=True, related_name="presence")
    state = models.CharField(_("狀態"), max_length=10, choices=State)
    since = models.DateTimeField(_("自"))

    class Meta:
        verbose_name = _("值機狀態")


class PresenceSpan(models.Model):
    """How long an agent was in a state, for adherence to the roster."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=Presence.State)
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("值機時段")
        indexes = [models.Index(fields=["person", "since"], name="presence_span_by_person")]


class Order(models.Model):
    """What an agent wants the exchange to do with a call; whoever drives the exchange obeys it."""

    class What(models.TextChoices):
        HOLD = "hold", _("保留")
        RESUME = "resume", _("恢復")
        TRANSFER = "transfer", _("轉接")
        HANG_UP = "hang_up", _("結束通話")

    exchange_id = models.CharField(max_length=64)
    what = models.CharField(max_length=10, choices=What)
    to = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("話機指令")
        indexes = [models.Index(fields=["at"], condition=Q(done_at=None), name="order_to_obey")]


class Beat(models.Model):
    """When an exchange last spoke, with news or without."""

    exchange = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()


class Article(models.Model):
    """What agents read out: a question, the agency's answer, how long it holds."""

    agency = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("機關"), related_name="+")
    topic = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, verbose_name=_("主題"), related_name="+"
    )
    question = models.CharField(_("問題"), max_length=300)
    answer = models.TextField(_("答復內容"), max_length=6000)
    valid_from = models.DateField(_("生效日"))
    valid_to = models.DateField(_("失效日"), null=True, blank=True)
    review_due = models.DateField(_("下次檢視"))
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, verbose_name=_("負責人"), related_name="+"
    )
    source = models.CharField(_("依據或出處"), max_length=300, blank=True)
    asked = models.OneToOneField(
        Question, models.PROTECT, null=True, editable=False, related_name="article"
    )

    class Meta:
        verbose_name = _("知識條目")
        ordering = ["agency", "question"]
        indexes = [models.Index(fields=["review_due"], name="article_by_review")]

    def __str__(self) -> str:
        return self.question


class ArticleChange(models.Model):
    """Who changed an article, when and why, and what stood there before; nothing is rewritten."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="changes")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("時間"), auto_now_add=True)
    reason = models.CharField(_("理由"), max_length=300)
    before = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("條目異動")
        ordering = ["-at"]


class Demand(models.Model):
    """Calls that came in during an hour of a past day, and how many wishes they were.

    `effective` leaves out who had just given up and tried again.
    """

    day = models.DateField(_("日期"))
    hour = models.PositiveSmallIntegerField(_("時"))
    offered = models.PositiveIntegerField(_("進線"))
    effective = models.PositiveIntegerField(_("扣除重撥"))

    class Meta:
        verbose_name = _("時段話量")
        constraints = [models.UniqueConstraint(fields=["day", "hour"], name="one_demand_per_hour")]
