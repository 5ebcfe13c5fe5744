"""Sites, lawyers, sessions with their slots, and what a booking knows beyond every case."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case, CaseDetail, Category, DetailQuerySet
from yankao.kernel.people.models import Person, Unit
from yankao.kernel.values.taipei import local

from .states import AHEAD, APART, State


class Language(models.TextChoices):
    CHINESE = "zh", _("國語、臺語或客語")
    ENGLISH = "en", _("英語")
    VIETNAMESE = "vi", _("越南語")
    INDONESIAN = "id", _("印尼語")
    THAI = "th", _("泰語")
    FILIPINO = "tl", _("菲律賓語")
    KHMER = "km", _("柬埔寨語")
    BURMESE = "my", _("緬甸語")
    INDIGENOUS = "formosan", _("原住民族語")
    OTHER = "other", _("其他語言")


class Mode(models.TextChoices):
    IN_PERSON = "in_person", _("到場")
    VIDEO = "video", _("視訊")


class Referral(models.TextChoices):
    NONE = "none", _("不需轉介")
    LEGAL_AID = "legal_aid", _("法律扶助基金會")
    MEDIATION = "mediation", _("調解委員會")
    LABOUR = "labour", _("勞資爭議調解")
    PROTECTION = "protection", _("家庭暴力防治")
    OTHER = "other", _("其他機關或單位")


class Site(models.Model):
    """Where advice is given; its unit holds the bookings."""

    name = models.CharField(_("據點"), max_length=40, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("服務單位"))
    district = models.ForeignKey(
        "geo.District", models.PROTECT, null=True, blank=True, verbose_name=_("行政區")
    )
    address = models.CharField(_("地址"), max_length=200, blank=True)
    room = models.CharField(_("諮詢地點"), max_length=60, blank=True)
    phone = models.CharField(_("電話"), max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(_("順序"), default=0)
    active = models.BooleanField(_("使用中"), default=True)

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("據點")

    def __str__(self) -> str:
        return self.name


class Lawyer(models.Model):
    """A volunteer; gives advice only once the duties of the service are signed."""

    name = models.CharField(_("律師姓名"), max_length=60)
    bar_number = models.CharField(_("律師證書字號"), max_length=40, unique=True)
    person = models.OneToOneField(
        Person, models.SET_NULL, null=True, blank=True, related_name="as_lawyer",
        verbose_name=_("系統帳號"),
    )  # fmt: skip
    fields = models.ManyToManyField(
        Category, blank=True, related_name="+", verbose_name=_("專長領域")
    )
    pledged_on = models.DateField(_("簽署服務守則日"), null=True, blank=True)
    active = models.BooleanField(_("使用中"), default=True)

    class Meta:
        ordering = ["name", "bar_number"]
        verbose_name = _("律師")

    def __str__(self) -> str:
        return f"{self.name} 律師" if not self.name.endswith("律師") else self.name


class Conflict(models.Model):
    """Somebody whom a lawyer may not advise, by declaration; the name is kept as a digest."""

    lawyer = models.ForeignKey(Lawyer, models.CASCADE, related_name="conflicts")
    name_key = models.CharField(max_length=40)
    shown = models.CharField(_("姓名（遮蔽）"), max_length=60)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["lawyer", "name_key"], name="one_conflict_per_name")
        ]


class Session(models.Model):
    """One lawyer at one site for some hours; called off, its bookings move."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="sessions", verbose_name=_("據點"))
    room = models.CharField(_("諮詢室"), max_length=60, blank=True)
    lawyer = models.ForeignKey(
        Lawyer, models.PROTECT, related_name="sessions", verbose_name=_("律師")
    )
    starts_at = models.DateTimeField(_("開始"))
    ends_at = models.DateTimeField(_("結束"))
    video = models.BooleanField(_("可視訊"), default=False)
    closed_at = models.DateTimeField(_("停辦時間"), null=True, editable=False)
    closed_reason = models.CharField(_("停辦原因"), max_length=300, blank=True, editable=False)
    closed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["starts_at", "site", "pk"]
        verbose_name = _("場次")
        constraints = [
            models.UniqueConstraint(
                fields=["lawyer", "starts_at"], condition=Q(closed_at=None),
                name="one_session_per_lawyer_and_moment",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="session_ends_after_it_begins"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["site", "starts_at"], name="session_of_a_site")]

    def __str__(self) -> str:
        start, end = local(self.starts_at), local(self.ends_at)
        return f"{self.site} {start:%m/%d %H:%M}–{end:%H:%M} {self.lawyer}"


class Slot(models.Model):
    """One person's time in a session; every other one is kept for whoever walks in."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField(_("時段"))
    walk_in = models.BooleanField(_("現場名額"), default=False)

    class Meta:
        ordering = ["starts_at", "session"]
        verbose_name = _("時段")
        constraints = [
            models.UniqueConstraint(fields=["session", "starts_at"], name="one_slot_per_moment")
        ]
        indexes = [models.Index(fields=["starts_at"], name="slot_by_time")]

    def __str__(self) -> str:
        session = self.session
        return f"{session.site} {local(self.starts_at):%m/%d %H:%M} {session.lawyer}"


class BookingQuerySet(DetailQuerySet["Booking"]):
    def live(self) -> "BookingQuerySet":
        """Still to come, or being served."""
        return self.filter(case__closed_at=None)

    def with_lawyer(self) -> "BookingQuerySet":
        """Advised, or to be advised, by the session's lawyer."""
        return self.exclude(session=None).exclude(case__state__in=APART)

    def counted(self) -> "BookingQuerySet":
        return self.filter(case__source_city="")

    def waiting(self) -> "BookingQuerySet":
        """The waiting list in its order: whoever lost a slot through us first, then by time."""
        rows = self.filter(case__state=State.WAITING, slot=None).select_related("case")
        return rows.order_by("-displaced", "queued_at", "pk")


class Booking(CaseDetail):
    """`slot` is the one held now and unique among bookings: two people never have the same.

    Whoever gives it back keeps `session` and `starts_at`, as what was to be.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="bookings", verbose_name=_("據點"))
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, related_name="bookings", verbose_name=_("場次")
    )
    slot = models.OneToOneField(
        Slot, models.PROTECT, null=True, related_name="booking", verbose_name=_("時段")
    )
    starts_at = models.DateTimeField(_("諮詢時間"), null=True, editable=False, db_index=True)
    language = models.CharField(
        _("使用語言"), max_length=10, choices=Language, default=Language.CHINESE
    )
    sign = models.BooleanField(_("需要手語翻譯"), default=False)
    mode = models.CharField(_("諮詢方式"), max_length=10, choices=Mode, default=Mode.IN_PERSON)
    people = models.PositiveSmallIntegerField(_("同行人數（含本人）"), default=1)
    walk_in = models.BooleanField(_("現場候位"), default=False, editable=False)
    displaced = models.BooleanField(_("因停辦待補時段"), default=False, editable=False)
    queued_at = models.DateTimeField(_("候補起算時間"), null=True, editable=False)
    code = models.CharField(_("報到碼"), max_length=6, blank=True, editable=False)
    person_key = models.CharField(max_length=40, editable=False, db_index=True)
    name_key = models.CharField(max_length=40, editable=False, db_index=True)
    opposite_key = models.CharField(max_length=40, blank=True, editable=False, db_index=True)
    checked_in_at = models.DateTimeField(_("報到時間"), null=True, editable=False)
    called_at = models.DateTimeField(_("開始諮詢時間"), null=True, editable=False)
    served_at = models.DateTimeField(_("結束諮詢時間"), null=True, editable=False)
    minutes = models.PositiveSmallIntegerField(_("諮詢分鐘數"), null=True)
    referral = models.CharField(_("轉介"), max_length=12, choices=Referral, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("法律諮詢預約")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "code"], condition=~Q(code=""), name="one_code_per_session"
            ),
        ]  # fmt: skip

    @property
    def needs_interpreter(self) -> bool:
        return self.sign or self.language != Language.CHINESE

    def to_come(self) -> bool:
        return self.case.state in {str(state) for state in AHEAD}


class Note(models.Model):
    """What a lawyer writes down of the advice; read by nobody but that lawyer, and each look noted.

    Not a column, not a fact, not indexed: statistics, lists, exports, API and search know nothing.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="advice_notes")
    lawyer = models.ForeignKey(Lawyer, models.PROTECT, related_name="notes")
    text = models.TextField(_("諮詢筆記"), max_length=4000)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]


def booking(case: Case) -> Booking:
    detail: Booking = case.legal_advice
    return detail


def starts(case: Case) -> datetime | None:
    return booking(case).starts_at
