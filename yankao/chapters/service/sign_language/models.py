"""A session by video, and the interpreters who hold them."""

from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case, CaseDetail, DetailQuerySet
from yankao.kernel.people.models import Person


class Language(models.TextChoices):
    TAIWANESE = "tsl", _("台灣手語")
    SIGNED = "signed", _("文字手語")
    INTERNATIONAL = "international", _("國際手語")
    TYPED = "typed", _("不用手語，只打字")


class Purpose(models.TextChoices):
    CONSULT = "consult", _("諮詢")
    PETITION = "petition", _("陳情")
    DISPATCH = "dispatch", _("派工通報")
    OTHER = "other", _("其他")


class Source(models.TextChoices):
    PAGE = "page", _("便民服務網頁")
    LINE = "line", _("LINE 專線")


class Outcome(models.TextChoices):
    EXPLAINED = "explained", _("當場說明完成")
    RECORDED = "recorded", _("已立案")
    REFERRED = "referred", _("轉介其他機關")
    EMERGENCY = "emergency", _("緊急通報")
    UNFINISHED = "unfinished", _("未完成")


class Emergency(models.TextChoices):
    FIRE = "119", _("119 消防救護")
    POLICE = "110", _("110 報案")


def caller_key(line_id: str) -> str:
    """A LINE account that is known again, but not who it is; "" for nobody."""
    text = line_id.strip()
    if not text:
        return ""
    return salted_hmac("yankao.sign_language.line", text, algorithm="sha256").hexdigest()[:40]


class SessionQuerySet(DetailQuerySet["Session"]):
    def connected(self) -> "SessionQuerySet":
        """Sessions as they are counted: a further connection within minutes is the same one."""
        return self.filter(connected_at__isnull=False, continues=None)

    def unheard(self) -> "SessionQuerySet":
        """Asked for in service hours, and nobody came on the line."""
        return self.filter(missed_at__isnull=False, connected_at=None)

    def asked(self) -> "SessionQuerySet":
        """Asked for in service hours, and over or on the line."""
        return self.filter(continues=None).exclude(connected_at=None, missed_at=None)

    def closed_hours(self) -> "SessionQuerySet":
        return self.filter(declined_at__isnull=False)


class Session(CaseDetail):
    language = models.CharField(_("用什麼語言"), max_length=15, choices=Language)
    purpose = models.CharField(_("想做什麼"), max_length=10, choices=Purpose)
    words = models.TextField(_("先寫下想說的事"), max_length=500, blank=True)
    source = models.CharField(_("進線方式"), max_length=6, choices=Source, default=Source.PAGE)
    caller = models.CharField(max_length=40, blank=True, db_index=True, editable=False)
    continues = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="further",
        verbose_name=_("接續哪一次"),
    )  # fmt: skip
    queued_at = models.DateTimeField(_("開始等候"), null=True)
    called_at = models.DateTimeField(_("接聽"), null=True)
    connected_at = models.DateTimeField(_("接通"), null=True, blank=True)
    ended_at = models.DateTimeField(_("結束"), null=True, blank=True)
    missed_at = models.DateTimeField(_("未接通"), null=True)
    declined_at = models.DateTimeField(_("非服務時間來訊"), null=True)
    resumed = models.PositiveSmallIntegerField(_("重新連線次數"), default=0)
    outcome = models.CharField(_("結果"), max_length=12, choices=Outcome, blank=True)
    note = models.CharField(_("摘要"), max_length=300, blank=True)
    emergency = models.CharField(_("緊急通報"), max_length=3, choices=Emergency, blank=True)
    emergency_at = models.DateTimeField(_("通報時間"), null=True)
    numbers = models.JSONField(_("關聯案件"), default=list, blank=True)
    message = models.TextField(_("留言"), max_length=1000, blank=True)
    answer = models.TextField(_("文字回覆"), max_length=2000, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at__gte=models.F("connected_at")),
                name="a_session_ends_after_it_began",
            )
        ]


class Interpreter(models.Model):
    """Who interprets, in which languages, and since when they have been on duty today."""

    person = models.OneToOneField(
        Person, models.PROTECT, related_name="interpreter", verbose_name=_("翻譯員")
    )
    languages = models.JSONField(_("語言"), default=list)
    active = models.BooleanField(_("在職"), default=True)
    on_since = models.DateTimeField(_("值勤自"), null=True, editable=False)

    class Meta:
        ordering = ["person__name"]
        verbose_name = _("手語翻譯員")

    def __str__(self) -> str:
        return self.person.name

    @property
    def spoken(self) -> str:
        return "、".join(str(Language(one).label) for one in self.languages)


def session(case: Case) -> Session:
    found: Session = case.sign_language
    return found
