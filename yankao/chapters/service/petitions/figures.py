"""The numbers petitions answer for (handbook 5-6 §1, §4)."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.intake import APP
from yankao.kernel.cases.models import ClockRun
from yankao.kernel.counter.models import Rating
from yankao.kernel.figures.dimensions import Dimension
from yankao.kernel.figures.figure import (
    Alert,
    Figure,
    Owner,
    Population,
    answered,
    count,
    mean,
    median,
    monthly_mean,
    share,
    total,
)
from yankao.kernel.figures.standard import case_dimensions
from yankao.kernel.figures.workdays import used_days

from .models import Ground, Petition
from .states import State

SOURCE = _("本會年報伍、為民服務「人民陳情」；高雄市政府及所屬各機關處理人民陳情案件要點")
CONTROL = Owner("397220000A", "controller")
CENTRE = Owner("RDEC-JSC", "dispatcher")
BY = {
    **case_dimensions(),
    "kind": Dimension("kind"),
    "complexity": Dimension("complexity"),
    "state": Dimension("case__state", _("狀態"), choices=State.choices),
}

days = used_days("replied_at", "received_at")
replied = Q(replied_at__isnull=False, received_at__isnull=False)
extended = Exists(ClockRun.objects.filter(case=OuterRef("case"), name="reply", extended__gt=0))
repeated = Q(ground=Ground.REPEATED) | Q(previous_case__isnull=False)

registered = Population(
    "registered", _("立案案件"), Petition.objects.counted, "registered_at", BY, feeds=[ClockRun]
)
closed = Population(
    "closed", _("結案案件"), Petition.objects.counted, "case__closed_at", BY, feeds=[Rating]
)
ratings = Population(
    "ratings", _("滿意度回答"), lambda: Rating.objects.filter(case__programme="petitions"), "at",
    case_dimensions(),
)  # fmt: skip

sent_back = Q(case__reopened__gt=0)
ever_closed = sent_back | Q(case__closed_at__isnull=False)

figures = [
    Figure(
        "registered", "處理民眾陳情案", count(), registered, "Petitions handled", owner=CENTRE,
        audience="public", source=SOURCE,
        definition=_("立案日在期間內的陳情案件；存參、併入他案者計入，未確認失效者不計。"),
    ),
    Figure(
        "monthly_mean", "陳情案件月平均", monthly_mean(), registered, "Petitions per month",
        owner=CENTRE, audience="public", source=SOURCE,
        definition=_("全年陳情案件數除以 12，四捨五入至整數；年度進行中除以已開始的月數。"),
    ),
    Figure(
        "closed", "陳情結案件數", count(), closed, "Petitions closed", owner=CONTROL,
        audience="public", source=SOURCE,
        definition=_("結案日在期間內的陳情案件；退回重辦者在再次結案前不計。"),
    ),
    Figure(
        "on_time", "依限辦結率", share(Q(case__late=False)), closed, "Closed in time", unit="%",
        places=2, target=95, direction="up", owner=CONTROL, audience="public", alert=Alert(90),
        source=SOURCE,
        definition=_("在期限（含核准展期）內辦結者，除以結案案件；退回重辦者保留第一次的結果。"),
    ),
    Figure(
        "late", "逾限辦結件數", count(Q(case__late=True)), closed, "Closed late", direction="down",
        owner=CONTROL, audience="officials", source=SOURCE,
        definition=_("結案日在期間內而逾越期限（含核准展期）的陳情案件。"),
    ),
    Figure(
        "used_days", "平均使用日數", mean(days, replied), registered, "Working days used",
        unit=_("工作天"), places=2, direction="down", owner=CONTROL, audience="public",
        source="文書處理手冊第 78、79 點",
        definition=_("收件次日起至回復日止的工作天數，當日回復以半日計；尚未回復者不計。"),
    ),
    Figure(
        "median_days", "使用日數中位數", median(days, replied), registered,
        "Median working days used", unit=_("工作天"), direction="down", owner=CONTROL,
        audience="officials", source="文書處理手冊第 78、79 點",
        definition=_("收件至回復的工作天數，排序後居中者；不滿一天捨去。"),
    ),
    Figure(
        "extended", "展期件數", count(Q(extended)), registered, "Petitions extended",
        direction="down", owner=CONTROL, audience="officials", source=SOURCE,
        definition=_("立案案件中，曾核准展期者。"),
    ),
    Figure(
        "reassigned", "申請改分次數", total("reassign_requests"), registered,
        "Requests to reassign", unit=_("次"), direction="down", owner=CENTRE,
        audience="officials", source=SOURCE,
        definition=_("立案案件至今由機關申請改分的次數總和。"),
    ),
    Figure(
        "repeats", "一再陳情件數", count(repeated), registered, "Repeated petitions",
        owner=CENTRE, audience="officials", source=SOURCE,
        definition=_("同一事由經適當處理並明確答復後仍一再陳情，並連結前案者。"),
    ),
    Figure(
        "filed", "存參件數", count(Q(case__state=State.FILED)), registered, "Filed without action",
        owner=CENTRE, audience="officials", source=SOURCE,
        definition=_("依行政程序法第 173 條得不予處理而存參者；仍計入處理民眾陳情案。"),
    ),
    Figure(
        "reopened", "陳情反映還沒好率", share(sent_back, ever_closed), registered,
        "Sent back as not done: petitions", unit="%", places=2, direction="down", owner=CONTROL,
        audience="officials", source=SOURCE,
        definition=_("結案後由反映人表示還沒好的案件，除以曾結案的案件；同一案反映數次仍計一件。"),
    ),
    Figure(
        "through_app", "便民一路通陳情件數", count(Q(case__sub_channel=APP)), registered,
        "Petitions through the app", owner=CENTRE, audience="officials", source=SOURCE,
        definition=_("子管道為便民一路通的陳情案件，是處理民眾陳情案的一部分。"),
    ),
    Figure(
        "satisfaction", "陳情滿意度", share(Q(score__gte=4)), ratings, "Satisfied petitioners",
        unit="%", places=2, direction="up", owner=CONTROL, audience="public", source=SOURCE,
        definition=_("非常滿意與滿意者，除以有效回答；暫停調查的期間沒有數值，不是零。"),
    ),
    Figure(
        "response", "滿意度回收率",
        answered(Q(case__rating__isnull=False), Q(case__state=State.CLOSED)), closed,
        "Survey response rate", unit="%", places=2, direction="up", owner=CONTROL,
        audience="officials", source=SOURCE,
        definition=_("回答滿意度調查者，除以結案案件；無人回答的期間視為未辦理調查，沒有數值。"),
    ),
]  # fmt: skip
