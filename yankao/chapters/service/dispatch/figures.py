"""The numbers street dispatch answers for (handbook 5-6 §3, §4)."""

from datetime import timedelta

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.intake import APP
from yankao.kernel.counter.models import Rating
from yankao.kernel.figures.dimensions import Dimension
from yankao.kernel.figures.figure import (
    Alert,
    Figure,
    Owner,
    Population,
    count,
    median,
    minutes,
    monthly_mean,
    percentile,
    share,
    together,
)
from yankao.kernel.figures.standard import case_dimensions

from .models import Dispatch
from .workflow import State

SOURCE = _("本會年報伍、為民服務「派工通報」")
CONTROL = Owner("397220000A", "controller")
CENTRE = Owner("RDEC-JSC", "operator")
FOUR_HOURS = timedelta(hours=4)  # the promise itself; a category's own limit is `on_time`
BY = {
    **case_dimensions(),
    "hazard": Dimension("hazard"),
    "result": Dimension("result"),
    "state": Dimension("case__state", _("狀態"), choices=State.choices),
}

started = Coalesce(F("call_ended_at"), F("case__opened_at"))
apart = Q(case__state__in=[State.CONVERTED, State.DUPLICATE])
unseen = Q(finished_at=None, case__censored_at__isnull=False)
handled = ~apart & ~unseen
finished = Q(finished_at__isnull=False) & ~apart
in_time = Q(finished_at__lte=started + FOUR_HOURS)
taken = minutes("finished_at", started)
accepted = Q(ack_at__isnull=False, online_notice_at__isnull=False)
soon = Q(ack_at__lte=F("online_notice_at") + timedelta(minutes=30))

cases = Population(
    "cases", _("派工案件"), Dispatch.objects.counted, "case__opened_at", BY
)  # fmt: skip
ratings = Population(
    "ratings", _("滿意度回答"), lambda: Rating.objects.filter(case__programme="dispatch"), "at",
    case_dimensions(),
)  # fmt: skip

sent_back = Q(case__reopened__gt=0)
ever_closed = sent_back | Q(case__closed_at__isnull=False)

figures = [
    Figure(
        "received", "派工案件數", count(), cases, "Dispatch cases", owner=CENTRE,
        audience="public", source=SOURCE,
        definition=_("建立日在期間內的派工案件，註銷者不計；多人通報同一處各計一件。"),
    ),
    Figure(
        "monthly_mean", "派工案件月平均", monthly_mean(), cases, "Dispatch cases per month",
        owner=CENTRE, audience="public", source=SOURCE,
        definition=_("全年派工案件數除以 12，四捨五入至整數；年度進行中除以已開始的月數。"),
    ),
    Figure(
        "incidents", "實際事件數", count(~Q(case__state=State.DUPLICATE)), cases,
        "Distinct incidents", owner=CENTRE, audience="public", source=SOURCE,
        definition=_("派工案件扣除併入較早案件者；與派工案件數並列，不相加。"),
    ),
    Figure(
        "four_hours", "四小時完成率", share(in_time, handled), cases, "Done within four hours",
        unit="%", places=2, target=95, direction="up", owner=CONTROL, audience="public",
        alert=Alert(90), source=SOURCE,
        definition=_("自通話結束或送出起 240 分鐘內完成回報者，除以派工案件；轉陳情、併案者另計，"
                     "尚未完成回報者在完成前算未達。"),
    ),
    Figure(
        "on_time", "依限完成率", share(Q(case__late=False), finished), cases, "Done by their limit",
        unit="%", places=2, direction="up", owner=CONTROL, audience="officials", source=SOURCE,
        definition=_("已完成回報的案件中，依該類別期限完成者；災害應變期間依規定暫停計時。"),
    ),
    Figure(
        "median_minutes", "處理時間中位數", median(taken, finished), cases, "Median time to done",
        unit=_("分鐘"), direction="down", owner=CONTROL, audience="public", source=SOURCE,
        definition=_("自通話結束或送出起至完成回報的整分鐘數，排序後居中者；不扣除任何暫停。"),
    ),
    Figure(
        "p90_minutes", "九成案件處理時間", percentile(90, taken, finished), cases,
        "Nine in ten done within", unit=_("分鐘"), direction="down", owner=CONTROL,
        audience="officials", source=SOURCE,
        definition=_("九成案件在此分鐘數內完成回報。"),
    ),
    Figure(
        "accepted_in_time", "三十分鐘受理率", share(soon, accepted), cases,
        "Accepted within thirty minutes", unit="%", places=2, direction="up", owner=CONTROL,
        audience="officials", source=SOURCE,
        definition=_("線上通報後 30 分鐘內受理者，除以已受理案件。"),
    ),
    Figure(
        "converted", "轉陳情件數", count(Q(case__state=State.CONVERTED)), cases,
        "Converted to petitions", owner=CONTROL, audience="officials", source=SOURCE,
        definition=_("不具急迫性或需編列預算，改列陳情續辦的派工案件。"),
    ),
    Figure(
        "recurrence", "七日內再發生率", share(Q(recurrence=True)), cases,
        "Recurring within seven days", unit="%", places=2, direction="down", owner=CONTROL,
        audience="officials", source=SOURCE,
        definition=_("同類別、同地點於結案後七日內再通報者，除以派工案件。"),
    ),
    Figure(
        "reopened", "派工反映還沒好率", share(sent_back, ever_closed), cases,
        "Sent back as not done: dispatches", unit="%", places=2, direction="down", owner=CONTROL,
        audience="officials", source=SOURCE,
        definition=_("結案後由反映人表示還沒好的案件，除以曾結案的案件；同一案反映數次仍計一件。"),
    ),
    Figure(
        "through_app", "便民一路通派工件數", count(Q(case__sub_channel=APP)), cases,
        "Dispatch through the app", owner=CENTRE, audience="officials", source=SOURCE,
        definition=_("子管道為便民一路通的派工案件，是派工案件數的一部分。"),
    ),
    Figure(
        "app", "便民一路通受理件數",
        together("petitions.through_app", "dispatch.through_app"),
        label_en="Cases through the app", owner=CENTRE, audience="public",
        source=_("本會年報伍、為民服務「便民一路通」"),
        definition=_("經便民一路通立案的陳情與派工案件合計；已含在兩者總數內，不再相加。"),
    ),
    Figure(
        "satisfaction", "派工滿意度", share(Q(score__gte=4)), ratings, "Satisfied reporters",
        unit="%", places=2, direction="up", owner=CENTRE, audience="public", source=SOURCE,
        definition=_("非常滿意與滿意者，除以有效回答；未辦理調查的期間沒有數值，不是零。"),
    ),
]  # fmt: skip
