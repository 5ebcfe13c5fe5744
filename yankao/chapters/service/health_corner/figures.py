"""The numbers of the health corner. Persons cared for and sudden events are never added."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yankao.kernel.figures.dimensions import Dimension
from yankao.kernel.figures.figure import Figure, Owner, Population, count, share

from .models import Age, Care, Outcome, Service, Sex, Visit

SOURCE = _("本會年報伍、為民服務「保健服務」")
RULES = _("保健服務作業規則（本會暫定）")
OWNER = Owner("RDEC-JSC", "manager")
BY = {
    "age": Dimension("age", _("年齡層"), choices=Age.choices),
    "sex": Dimension("sex", _("性別"), choices=Sex.choices),
    "service": Dimension("service", _("服務"), choices=Service.choices),
    "care": Dimension("care", _("處置"), choices=Care.choices),
}
EVENTS = {**BY, "outcome": Dimension("outcome", _("結果"), choices=Outcome.choices)}

cared = Population("cared", _("傷口護理與衛教"), Visit.objects.cared, "seen_at", BY)
sudden = Population("sudden", _("突發狀況"), Visit.objects.sudden, "seen_at", EVENTS)
measured = Population(
    "measured", _("量血壓"), lambda: Visit.objects.counted().filter(service=Service.PRESSURE),
    "seen_at", BY,
)  # fmt: skip

figures = [
    Figure(
        "cared", "傷口護理及衛教人次", count(), cared, "Wounds dressed and health advice",
        unit=_("人次"), owner=OWNER, audience="public", persons=True, by=["age"], source=SOURCE,
        definition=_("服務時間在期間內的傷口護理與衛教；拒絕處置與作廢者不計，量血壓另計。"),
    ),
    Figure(
        "sudden", "突發狀況處理次數", count(), sudden, "Sudden events", unit=_("次"),
        owner=OWNER, audience="public", persons=True, by=["outcome"], source=SOURCE,
        definition=_("護理人員到場的突發狀況，場外者亦計；單位是次，不與人次相加。"),
    ),
    Figure(
        "pressure", "量血壓人次", count(), measured, "Blood pressure readings", unit=_("人次"),
        owner=OWNER, audience="officials", persons=True, by=["age", "sex"], source=RULES,
        definition=_("量血壓服務；不在年報公布的兩個數字之內。"),
    ),
    Figure(
        "hospital", "突發狀況送醫比率", share(Q(outcome=Outcome.HOSPITAL)), sudden,
        "Share taken to hospital", unit="%", places=2, owner=OWNER, audience="room",
        source=RULES, definition=_("交由 119 送醫者，除以突發狀況。"),
    ),
    Figure(
        "reported", "事件紀錄如期補登率", share(Q(case__late=False)), sudden,
        "Incidents reported in time", unit="%", places=2, direction="up", target=100,
        owner=OWNER, audience="room", source=RULES,
        definition=_("病人離開後，在期限內補登事件紀錄者，除以突發狀況；未屆期者視為如期。"),
    ),
]  # fmt: skip
