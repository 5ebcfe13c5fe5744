"""What a visit to the health corner knows: as little as will do, and nobody's name."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case, CaseDetail, DetailQuerySet
from yankao.kernel.people.models import Person

from .states import State


class Service(models.TextChoices):
    PRESSURE = "bp", _("量血壓")
    WOUND = "wound", _("傷口護理")
    EDUCATION = "education", _("衛教")
    SUDDEN = "sudden", _("突發狀況")


class Age(models.TextChoices):
    CHILD = "0-12", _("12 歲以下")
    TEEN = "13-17", _("13–17 歲")
    YOUNG = "18-39", _("18–39 歲")
    MIDDLE = "40-64", _("40–64 歲")
    OLD = "65-79", _("65–79 歲")
    OLDEST = "80+", _("80 歲以上")


class Sex(models.TextChoices):
    FEMALE = "female", _("女")
    MALE = "male", _("男")
    UNSAID = "unsaid", _("不記")


class Care(models.TextChoices):
    DRESSED = "dressed", _("清潔包紮")
    COOLED = "cooled", _("冰敷或熱敷")
    RESTED = "rested", _("休息觀察")
    TAUGHT = "taught", _("說明注意事項")
    AED = "aed", _("心肺復甦或 AED")
    NONE = "none", _("未處置")


class Outcome(models.TextChoices):
    LEFT = "left", _("自行離開")
    CLINIC = "clinic", _("建議就醫")
    HOSPITAL = "hospital", _("交由 119 送醫")
    REFUSED = "refused", _("拒絕處置")


CARED = [Service.WOUND, Service.EDUCATION]
MINORS = [Age.CHILD, Age.TEEN]


class VisitQuerySet(DetailQuerySet["Visit"]):
    def counted(self) -> "VisitQuerySet":
        """Without those entered by mistake."""
        return self.exclude(case__state=State.VOID)

    def cared(self) -> "VisitQuerySet":
        """Wounds dressed and advice given; who refused was not cared for."""
        return self.counted().filter(service__in=CARED, refused=False)

    def sudden(self) -> "VisitQuerySet":
        """Events, outside the room, too, as long as the nurse was there."""
        return self.counted().filter(service=Service.SUDDEN)


class Visit(CaseDetail):
    service = models.CharField(_("服務"), max_length=10, choices=Service)
    seen_at = models.DateTimeField(_("時間"), null=True, blank=True)
    age = models.CharField(_("年齡層"), max_length=6, choices=Age)
    sex = models.CharField(_("性別"), max_length=6, choices=Sex)
    systolic = models.PositiveSmallIntegerField(_("收縮壓"), null=True, blank=True)
    diastolic = models.PositiveSmallIntegerField(_("舒張壓"), null=True, blank=True)
    care = models.CharField(_("處置"), max_length=10, choices=Care, blank=True)
    refused = models.BooleanField(_("拒絕處置"), default=False)
    outside = models.BooleanField(_("在保健室外"), default=False)
    alone = models.BooleanField(_("未成年，沒有大人陪同"), default=False)
    guardian = models.CharField(_("已通知誰"), max_length=60, blank=True)
    called_at = models.DateTimeField(_("通知 119"), null=True)
    to = models.CharField(_("送往"), max_length=60, blank=True)
    outcome = models.CharField(_("結果"), max_length=10, choices=Outcome, blank=True)
    incident = models.TextField(_("事件紀錄"), max_length=2000, blank=True)

    objects = VisitQuerySet.as_manager()


class Absence(models.Model):
    """Hours in which nobody is there: closed, which is not the same as nobody came."""

    since = models.DateTimeField(_("自"))
    until = models.DateTimeField(_("至"))
    reason = models.CharField(_("原因"), max_length=60)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("登記者"))

    class Meta:
        ordering = ["-since"]
        verbose_name = _("停止服務時段")
        constraints = [
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")),
                                   name="health_absence_has_length"),
        ]  # fmt: skip


def visit(case: Case) -> Visit:
    found: Visit = case.health_corner
    return found
