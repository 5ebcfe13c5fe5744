"""One row per case whichever programme owns it; details share its primary key."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yankao.kernel.calendar.limits import Limit
from yankao.kernel.geo.places import point_index
from yankao.kernel.known.prepared import Prepared
from yankao.kernel.people.models import Person, Unit

if TYPE_CHECKING:
    from .workflow import Workflow


class Category(models.Model):
    """What a case is about; a list that officials edit, with history in `policy`-like rows.

    `data` holds what differs by category: limits in minutes, questions, flags (handbook 5-6 §3).
    """

    programme = models.CharField(max_length=60)
    code = models.CharField(_("代碼"), max_length=60)
    name = models.CharField(_("名稱"), max_length=80)
    name_en = models.CharField(_("英文名稱"), max_length=120, blank=True)
    group = models.CharField(_("類別"), max_length=60)
    group_en = models.CharField(_("英文類別"), max_length=60, blank=True)
    hint = models.CharField(_("說明"), max_length=300, blank=True)
    active = models.BooleanField(_("使用中"), default=True)
    order = models.IntegerField(_("順序"), default=0)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["programme", "order", "code"]
        verbose_name = _("類別")
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="one_category_per_code")
        ]

    def __str__(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name


class CategoryChange(models.Model):
    """Who changed a category, when and why; from and to as they stood."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="changes")
    author = models.ForeignKey("people.Person", models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=300)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)


class NumberSeries(models.Model):
    """The last number given in a series, such as SD1151123."""

    key = models.CharField(max_length=40, primary_key=True)
    last = models.IntegerField(default=0)


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, person: Person) -> "CaseQuerySet":
        """The rows this person may see; every page, endpoint, drill-down and search begins here."""
        from .visibility import visible

        return self.filter(visible(person))

    def marked_for(self, person: Person) -> "CaseQuerySet":
        """All rows, each saying in `seen` whether this person may see it: to count the others."""
        from .visibility import visible

        seen = ExpressionWrapper(visible(person), output_field=models.BooleanField())
        return self.annotate(seen=seen)

    def ours(self) -> "CaseQuerySet":
        """This city's cases; rows of other cities are kept beside them for development only."""
        return self.filter(source_city="")

    def locked(self, pk: int) -> "Case":
        """One case under its row lock, read after the lock was had.

        In two steps: what a waiting SELECT … FOR UPDATE joins may be older than the row it locks.
        """
        self.select_for_update(no_key=True).values_list("pk").get(pk=pk)
        from .known import named

        return named(_whole(pk=pk))[0]

    def open(self) -> "CaseQuerySet":
        """Not closed, as far as we can know: what its source lost sight of is neither."""
        return self.filter(closed_at=None, censored_at=None)

    def overdue(self, now: datetime | None = None) -> "CaseQuerySet":
        return self.open().filter(due_at__lt=now or timezone.now())

    def due_first(self) -> "CaseQuerySet":
        return self.order_by(F("due_at").asc(nulls_last=True), "pk")

    def on_the_map(self) -> "CaseQuerySet":
        return self.exclude(lng=None)


class Case(models.Model):
    """Number, programme, state, who holds it, until when."""

    number = models.CharField(_("案號"), max_length=30, unique=True)
    programme = models.CharField(_("業務"), max_length=60)
    state = models.CharField(_("狀態"), max_length=30)
    title = models.CharField(_("案由"), max_length=200, blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, verbose_name=_("類別")
    )
    holder = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="held", verbose_name=_("承辦單位")
    )
    handler = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="handled", verbose_name=_("承辦人")
    )
    crew = models.ForeignKey(
        "people.Crew", models.PROTECT, null=True, related_name="given", db_index=False,
        verbose_name=_("外勤班隊"),
    )  # fmt: skip
    contact = models.ForeignKey("people.Contact", models.SET_NULL, null=True, related_name="cases")
    district = models.ForeignKey(
        "geo.District", models.PROTECT, null=True, blank=True, verbose_name=_("行政區")
    )
    address = models.CharField(_("地點"), max_length=200, blank=True)
    lng = models.FloatField(_("經度"), null=True, blank=True)
    lat = models.FloatField(_("緯度"), null=True, blank=True)
    channel = models.CharField(_("管道"), max_length=20, blank=True)
    sub_channel = models.CharField(_("子管道"), max_length=30, blank=True)
    confidential = models.BooleanField(_("保密"), default=False)
    answers = models.JSONField(_("類別問題之回答"), default=dict, blank=True)
    opened_at = models.DateTimeField(_("受理時間"))
    opened_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="opened")
    closed_at = models.DateTimeField(_("結案時間"), null=True)
    due_at = models.DateTimeField(_("期限"), null=True)
    late = models.BooleanField(_("逾期"), default=False)
    origin = models.ForeignKey("self", models.PROTECT, null=True, related_name="spawned")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    hand_overs = models.IntegerField(_("改分次數"), default=0)
    returns = models.IntegerField(_("退回次數"), default=0)
    corrections = models.IntegerField(_("更正次數"), default=0)
    reopened = models.IntegerField(_("民眾反映還沒好"), default=0)
    affected = models.IntegerField(_("也受影響人數"), default=0)
    translation = models.TextField(_("譯文"), blank=True, default="")
    last_entry = models.ForeignKey("timeline.Entry", models.DO_NOTHING, null=True, db_index=False)
    source_city = models.CharField(_("來源城市"), max_length=40, blank=True, editable=False)
    censored_at = models.DateTimeField(_("最後所見時間"), null=True, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("案件")
        constraints = [
            models.CheckConstraint(
                condition=(Q(lng=None) & Q(lat=None))
                | (Q(lng__isnull=False) & Q(lat__isnull=False)),
                name="case_has_both_coordinates_or_none",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="case_is_not_its_own_parent"),
        ]
        indexes = [
            models.Index(fields=["programme", "-opened_at", "-id"], name="case_newest"),
            models.Index(fields=["programme", "state", "-opened_at", "-id"], name="case_by_state"),
            models.Index(
                fields=["holder", "due_at"], condition=Q(closed_at=None), name="case_held_open"
            ),
            models.Index(
                fields=["handler", "due_at"], condition=Q(closed_at=None), name="case_handled_open"
            ),
            models.Index(
                fields=["crew", "due_at"], condition=~Q(crew=None), name="case_given_to_crew"
            ),
            models.Index(
                fields=["programme", "due_at"], condition=Q(closed_at=None), name="case_open_due"
            ),
            models.Index(
                fields=["programme", "closed_at"],
                condition=Q(closed_at__isnull=False),
                name="case_by_closing",
            ),
            models.Index(fields=["programme", "category", "-opened_at"], name="case_by_category"),
            models.Index(fields=["programme", "district", "-opened_at"], name="case_by_district"),
            point_index("case"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        return f"case:{self.pk}"

    @property
    def workflow(self) -> "Workflow":
        from .workflow import workflows

        return workflows[self.programme]

    @property
    def place(self) -> str:
        """District and address, the district said once."""
        district = str(self.district or "")
        return self.address if self.address.startswith(district) else f"{district}{self.address}"

    @property
    def state_label(self) -> str:
        return str(self.workflow.states(self.state).label)

    @property
    def tone(self) -> str:
        return self.workflow.tones.get(self.state, "blue")

    def overdue(self, now: datetime | None = None) -> bool:
        """Late and still open; derived, so a tardy worker cannot make a case late."""
        now = now or timezone.now()
        open_still = self.closed_at is None and self.censored_at is None
        return open_still and self.due_at is not None and self.due_at < now


def whole(pk: Any) -> CaseQuerySet:
    """A case with its last entry and its reporter, as a move needs it."""
    return Case.objects.select_related("last_entry", "contact").filter(pk=pk)


_whole = Prepared(whole, "pk")


class ClockRun(models.Model):
    """One round of one clock of one case: moments and time used; late follows from them."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="clocks", db_index=False)
    name = models.CharField(max_length=40)
    round = models.IntegerField(default=1)
    limit = models.CharField(max_length=60)
    area = models.CharField(max_length=20, blank=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    raw_due_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    paused_seconds = models.BigIntegerField(default=0)
    pauses = models.JSONField(default=list)
    extended = models.IntegerField(default=0)
    extended_due = models.DateTimeField(null=True)
    late = models.BooleanField(default=False)

    class Meta:
        ordering = ["case", "name", "round"]
        constraints = [
            models.UniqueConstraint(fields=["case", "name", "round"], name="one_run_per_round"),
            models.CheckConstraint(
                condition=Q(paused_seconds__gte=0), name="clock_pauses_are_not_negative"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(stopped_at=None), name="clock_running"),
        ]

    @property
    def running(self) -> bool:
        return self.stopped_at is None

    @property
    def awaits_calendar(self) -> bool:
        """Its end lies in a year of which no office calendar is loaded yet."""
        return self.due_at is None

    def ended_late(self) -> bool:
        if self.stopped_at is None or self.due_at is None:
            return False
        return not Limit.parse(self.limit).kept(self.stopped_at, self.due_at)

    def stretches(self) -> list[tuple[datetime, datetime]]:
        """When it stood still: from, to; in order."""
        moment = datetime.fromisoformat
        return [(moment(since), moment(until)) for since, until in self.pauses]


class Alarm(models.Model):
    """A reminder that a running clock will ring; rung once, by whichever worker comes first."""

    run = models.ForeignKey(ClockRun, models.CASCADE, related_name="alarms")
    key = models.CharField(max_length=40)
    rings_at = models.DateTimeField()
    rung_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "key"], name="one_alarm_per_key")]
        indexes = [
            models.Index(fields=["rings_at"], condition=Q(rung_at=None), name="alarm_waiting")
        ]


class InvolvementQuerySet(models.QuerySet["Involvement"]):
    def waiting(self) -> "InvolvementQuerySet":
        """Neither answered nor released by the owner."""
        return self.filter(answered_at=None, released_at=None, case__closed_at=None)


class Involvement(models.Model):
    """A unit asked to co-handle a case, with its own date and answer.

    `released_at`: the owner went on without the answer.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="involved")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="involved")
    asked = models.TextField(_("會辦事項"))
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(_("會辦期限"))
    answer = models.TextField(_("會辦意見"), blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True)
    released_at = models.DateTimeField(null=True)

    objects = InvolvementQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        indexes = [
            models.Index(
                fields=["unit", "due_at"], condition=Q(answered_at=None), name="asked_open"
            )
        ]

    def late(self) -> bool:
        """Not answered when it should have been."""
        open_still = self.answered_at is None and self.released_at is None
        return open_still and self.due_at <= timezone.now()


class JurisdictionRule(models.Model):
    """Who is competent for what and where; versioned by dates, narrowest rule first."""

    programme = models.CharField(max_length=60)
    category = models.ForeignKey(
        Category, models.CASCADE, null=True, blank=True, verbose_name=_("類別")
    )
    group = models.CharField(_("類別群"), max_length=60, blank=True)
    district = models.ForeignKey(
        "geo.District", models.CASCADE, null=True, blank=True, verbose_name=_("行政區")
    )
    width_min = models.FloatField(_("路寬下限（公尺，含）"), null=True, blank=True)
    width_max = models.FloatField(_("路寬上限（公尺，不含）"), null=True, blank=True)
    road_class = models.CharField(_("道路等級"), max_length=20, blank=True)
    asset_owner = models.CharField(_("設施所有人"), max_length=20, blank=True)
    hour_from = models.IntegerField(_("時段起（時）"), null=True, blank=True)
    hour_to = models.IntegerField(_("時段迄（時）"), null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("權責單位"))
    since = models.DateField(_("自何日起"))
    until = models.DateField(_("至何日止"), null=True, blank=True)
    author = models.ForeignKey(Person, models.PROTECT, null=True)
    reason = models.CharField(_("依據"), max_length=300)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["programme", "group", "category", "pk"]
        verbose_name = _("權責規則")


D = TypeVar("D", bound="CaseDetail")


class DetailQuerySet(models.QuerySet[D]):
    """Queries of a programme's detail table; they start from the case's rules."""

    def visible_to(self: Any, person: Person) -> Any:
        return self.filter(case__in=Case.objects.visible_to(person))


class CaseDetail(models.Model):
    """What a programme knows beyond what every case knows."""

    case = models.OneToOneField(
        Case, models.CASCADE, primary_key=True, related_name="%(app_label)s"
    )

    class Meta:
        abstract = True
