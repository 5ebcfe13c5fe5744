"""What a street dispatch knows beyond what every case knows (handbook 5-6 §3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case, CaseDetail, DetailQuerySet


class Hazard(models.TextChoices):
    IMMEDIATE = "immediate", _("立即危險")
    OBSTRUCTION = "obstruction", _("妨礙通行或安寧")
    LIGHT = "light", _("輕微")


class RoadClass(models.TextChoices):
    CITY = "city", _("市區道路")
    RURAL = "rural", _("區道、鄉道")
    COUNTY = "county", _("縣道、市道")
    PROVINCIAL = "provincial", _("省道")
    PRIVATE = "private", _("私設道路")


class Owner(models.TextChoices):
    CITY = "city", _("市府")
    TAIPOWER = "taipower", _("台電")
    WATER = "water", _("自來水")
    TELECOM = "telecom", _("中華電信")
    GAS = "gas", _("天然氣")


class Result(models.TextChoices):
    """How a dispatch honestly ends."""

    FIXED = "fixed", _("已修復或排除")
    MADE_SAFE = "made_safe", _("已排除危險，另排期修復")
    NOT_FOUND = "not_found", _("現場未發現")
    NOT_OURS = "not_ours", _("非本府權責，已轉請權責單位")
    REFUSED = "refused", _("不予處理")


class DispatchQuerySet(DetailQuerySet["Dispatch"]):
    def unfinished(self) -> "DispatchQuerySet":
        return self.filter(finished_at=None, case__in=Case.objects.open())

    def counted(self) -> "DispatchQuerySet":
        """Cases that count: this city's, duplicates too, void ones never (handbook 5-6 §3)."""
        return self.filter(case__source_city="").exclude(case__state="void")


class Dispatch(CaseDetail):
    description = models.TextField(_("民眾描述"), max_length=2000)
    hazard = models.CharField(_("危險程度"), max_length=12, choices=Hazard, blank=True)
    asset_no = models.CharField(_("桿號、燈號或人孔編號"), max_length=40, blank=True, db_index=True)
    road_width = models.FloatField(_("路寬（公尺）"), null=True, blank=True)
    road_class = models.CharField(_("道路等級"), max_length=12, choices=RoadClass, blank=True)
    asset_owner = models.CharField(_("設施所有人"), max_length=12, choices=Owner, blank=True)
    observed_at = models.DateTimeField(_("民眾發現時間"), null=True, blank=True)
    call_ended_at = models.DateTimeField(_("通話結束時間"), null=True, blank=True)
    phone_notice_at = models.DateTimeField(_("電話通知時間"), null=True, editable=False)
    phone_notice_to = models.CharField(_("電話受話人"), max_length=60, blank=True)
    online_notice_at = models.DateTimeField(_("線上通知時間"), null=True, editable=False)
    ack_at = models.DateTimeField(_("機關受理時間"), null=True, editable=False)
    arrived_at = models.DateTimeField(_("到場時間"), null=True, editable=False)
    made_safe_at = models.DateTimeField(_("排除危險時間"), null=True, editable=False)
    safety_note = models.CharField(_("現場安全措施"), max_length=300, blank=True)
    finished_at = models.DateTimeField(_("完成回報時間"), null=True, editable=False)
    result = models.CharField(_("處理結果"), max_length=12, choices=Result, blank=True)
    remedy = models.TextField(_("處理情形"), blank=True, max_length=2000)
    cause = models.CharField(_("原因"), max_length=200, blank=True)
    planned_at = models.DateField(_("預定修復日"), null=True, blank=True)
    handed_to = models.CharField(_("已轉請之單位"), max_length=100, blank=True)
    informed_at = models.DateTimeField(_("告知民眾時間"), null=True, editable=False)
    recurrence = models.BooleanField(_("七日內再發生"), default=False, editable=False)
    source_number = models.CharField(
        _("原系統案號"), max_length=40, blank=True, editable=False, db_index=True
    )

    objects = DispatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("派工通報")


def original(case: Case) -> str:
    """What was reported, in the reporter's own words."""
    detail: Dispatch = case.dispatch
    return detail.description
