"""The numbers of the video service: sessions on the line, those nobody answered, words left."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yankao.kernel.figures.dimensions import Dimension
from yankao.kernel.figures.figure import (
    Figure,
    Owner,
    Population,
    count,
    mean,
    median,
    minutes,
    share,
)

from .models import Language, Outcome, Purpose, Session, Source

SOURCE = _("本會年報伍、為民服務「手語視訊服務」")
RULES = _("手語視訊服務規則（本會暫定）")
OWNER = Owner("RDEC-JSC", "manager")
BY = {
    "purpose": Dimension("purpose", _("想做什麼"), choices=Purpose.choices),
    "language": Dimension("language", _("語言"), choices=Language.choices),
    "source": Dimension("source", _("進線方式"), choices=Source.choices),
}
HELD = {**BY, "outcome": Dimension("outcome", _("結果"), choices=Outcome.choices)}

connected = Population(
    "connected", _("接通的視訊"), Session.objects.connected, "connected_at", HELD
)  # fmt: skip
unheard = Population("unheard", _("未接通"), Session.objects.unheard, "missed_at", BY)
asked = Population("asked", _("服務時間內的視訊"), Session.objects.asked, "case__opened_at", BY)
closed = Population(
    "closed", _("非服務時間來訊"), Session.objects.closed_hours, "declined_at", BY
)  # fmt: skip
written = Population(
    "written", _("留言"), lambda: Session.objects.exclude(message=""), "case__opened_at", BY
)  # fmt: skip
waited = minutes("connected_at", "queued_at")
became_a_case = Q(outcome=Outcome.RECORDED) | ~Q(numbers=[])
on_page = Q(queued_at__isnull=False)

figures = [
    Figure(
        "sessions", "手語視訊服務人次", count(), connected, "Sign-language video sessions",
        unit=_("人次"), owner=OWNER, audience="public", by=["purpose", "source"], source=SOURCE,
        definition=_("接通時間在期間內的視訊；十分鐘內重新連線算同一次，未接通與非服務時間不計。"),
    ),
    Figure(
        "missed", "未接通人次", count(), unheard, "Sessions nobody answered", unit=_("人次"),
        direction="down", owner=OWNER, audience="public", source=RULES,
        definition=_("服務時間內申請，始終沒有接通者。"),
    ),
    Figure(
        "answered", "接通率", share(Q(connected_at__isnull=False)), asked, "Share answered",
        unit="%", places=2, direction="up", owner=OWNER, audience="public", source=RULES,
        definition=_("服務時間內申請者中，接通者所占比率；仍在等候者尚未計入。"),
    ),
    Figure(
        "wait", "等候時間中位數", median(waited, on_page), connected, "Median wait",
        unit=_("分鐘"), direction="down", owner=OWNER, audience="public", source=RULES,
        definition=_("自開始等候至第一次接通的整分鐘數，排序後居中者；LINE 專線不計。"),
    ),
    Figure(
        "length", "平均視訊時間", mean(minutes("ended_at", "connected_at")), connected,
        "Mean length of a session", unit=_("分鐘"), places=1, owner=OWNER, audience="officials",
        source=RULES, definition=_("自接通至結束的整分鐘數平均；斷線重連的時間含在內。"),
    ),
    Figure(
        "recorded", "已立案占比", share(became_a_case), connected, "Share that became a case",
        unit="%", places=2, owner=OWNER, audience="officials", source=RULES,
        definition=_("結果記為已立案，或視訊中由翻譯員開了案者，除以接通的視訊。"),
    ),
    Figure(
        "resumed", "曾斷線重連占比", share(Q(resumed__gt=0) | Q(further__isnull=False)), connected,
        "Share reconnected", unit="%", places=2, direction="down", owner=OWNER, audience="room",
        source=RULES, definition=_("接通後曾經斷線再連上者，除以接通的視訊。"),
    ),
    Figure(
        "off_hours", "非服務時間來訊", count(), closed, "Requests outside service hours",
        unit=_("人次"), owner=OWNER, audience="officials", source=RULES,
        definition=_("服務時間以外申請視訊者；改以文字留言。"),
    ),
    Figure(
        "messages", "文字留言件數", count(), written, "Written messages", unit=_("件"),
        owner=OWNER, audience="officials", source=RULES,
        definition=_("未接通或非服務時間，改留文字者。"),
    ),
    Figure(
        "replied", "留言如期回覆率", share(Q(case__late=False)), written,
        "Messages answered in time", unit="%", places=2, direction="up", target=100, owner=OWNER,
        audience="officials", source=RULES,
        definition=_("在回覆期限內答復的留言，除以全部留言；未屆期者視為如期。"),
    ),
]  # fmt: skip
