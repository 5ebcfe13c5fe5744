"""The numbers of the contact centre. A call is no case: the two are never reconciled."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yankao.kernel.figures.dimensions import Dimension
from yankao.kernel.figures.figure import (
    Alert,
    Figure,
    Owner,
    Population,
    count,
    mean,
    mean_of_months,
    monthly_mean,
    percentile,
    reckoned,
    share,
)
from yankao.kernel.figures.population import Listing
from yankao.kernel.figures.standard import case_dimensions
from yankao.kernel.ui.moments import moment_text
from yankao.kernel.values.taipei import local

from .doors import calls_of, seats_of, staff_of
from .models import CallRecord, Question, Return, Seat, StaffMonth
from .states import Disposition, Kind

SEED = _("本會年報伍、為民服務「1999話務中心」")
RULES = _("1999 話務中心管理規定（本會暫定）")
OWNER = Owner("RDEC-JSC", "manager")
CALLS = _("通")

HANDLED = Q(handled=True)
OFFERED = ~Q(disposition=Disposition.BLOCKED)
LASTING = OFFERED & ~Q(disposition=Disposition.ABANDONED_SHORT)
CONSULTED = Q(kind=Kind.CONSULT)
FORWARDED = HANDLED & (
    Q(kind=Kind.RECORD) | Q(disposition__in=[Disposition.TRANSFERRED, Disposition.CALLBACK])
)
HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]
YES_NO = [(True, _("是")), (False, _("否"))]
BY = {
    "kind": Dimension("kind", _("類型"), choices=Kind.choices),
    "topic": Dimension("topic", _("主題")),
    "topic_group": Dimension("topic__group", _("主題群")),
    "hour": Dimension("hour", _("時"), choices=HOURS),
    "disposition": Dimension("disposition", _("結果"), choices=Disposition.choices),
}
PUBLISHED = ["kind", "topic", "topic_group", "hour"]


def page_of(row: CallRecord) -> str:
    return f"/service/contact_centre/calls/{local(row.at):%Y%m%d}-{row.id}/"


LISTED = Listing(
    called=lambda row: row.exchange_id,
    url=page_of,
    columns=[
        (_("進線"), lambda row: moment_text(row.at)),
        (_("結果"), lambda row: row.get_disposition_display()),
        (_("類型"), lambda row: row.get_kind_display()),
        (_("主題"), lambda row: str(row.topic or "")),
        (_("值機人員"), lambda row: row.agent.name if row.agent else ""),
        (_("案號"), lambda row: "、".join(row.numbers)),
    ],
    related=["topic", "agent"],
)
EARLIER = Listing(
    called=lambda row: row.exchange_id,
    url=lambda row: f"/service/contact_centre/calls/?exchange_id={row.exchange_id}",
    columns=[
        (_("進線"), lambda row: moment_text(row.at)),
        (_("主題"), lambda row: str(row.topic or "")),
        (_("值機人員"), lambda row: row.agent.name if row.agent else ""),
    ],
    related=["topic", "agent"],
)
FLOOR = "/service/contact_centre/wall/"
SEATED = Listing(lambda row: f"{row.number:02}", lambda row: FLOOR, [])
EMPLOYED = Listing(
    called=lambda row: row.person.name,
    url=lambda row: "/service/contact_centre/staff/",
    columns=[(_("月份"), lambda row: f"{row.month:%Y-%m}")],
    related=["person"],
)

received = Population(
    "calls", _("來電"), CallRecord.objects.all, "at", BY, case="", readers=calls_of, listing=LISTED
)
followed = Population(
    "followed", _("再次來電的前一通"), Return.objects.all, "at",
    {"topic": Dimension("topic", _("主題"))},
    case="", readers=calls_of, listing=EARLIER,
)  # fmt: skip
employed = Population(
    "employed", _("各月初在職人員"), StaffMonth.objects.all, "month",
    {"disabled": Dimension("disabled", _("領有身心障礙證明"), choices=YES_NO)},
    case="", readers=staff_of, listing=EMPLOYED,
)  # fmt: skip
seated = Population(
    "seats", _("使用中的席位"), lambda: Seat.objects.filter(active=True), "",
    {"row": Dimension("row", _("排"))}, case="", readers=seats_of, listing=SEATED,
)  # fmt: skip
asked = Population(
    "questions", _("待覆諮詢"), Question.objects.counted,
    "case__opened_at", case_dimensions(),
)  # fmt: skip


def resolved(values: Sequence[Decimal]) -> Decimal | None:
    handled, forwarded, returned = values
    return (handled - forwarded - returned) * 100 / handled if handled else None


# What the annual report publishes of calls.
call_figures = [
    Figure(
        "handled", "電話總處理量", count(HANDLED), received, "Calls handled", unit=CALLS,
        owner=OWNER, audience="public", by=PUBLISHED, source=SEED,
        definition=_("期間內進線、由值機人員接聽的電話；跨午夜者計在進線的那一天。通數不是件數，不與案件數互相核對。"),
    ),
    Figure(
        "monthly", "平均每月處理量", monthly_mean(HANDLED), received, "Calls handled a month",
        unit=CALLS, owner=OWNER, audience="public", by=PUBLISHED, source=SEED,
        definition=_("電話總處理量除以期間的月數，四捨五入到個位。"),
    ),
    *(
        Figure(
            name, label, share(Q(kind=kind), HANDLED), received, english, unit="%", places=2,
            owner=OWNER, audience="public", by=["topic_group", "hour"], source=SEED,
            definition=_("每一通接聽的電話恰屬諮詢、錄案後送、其他之一，以主要來電原因為準；除以電話總處理量。"),
        )
        for name, label, english, kind in [
            ("consulted", "諮詢占比", "Share of enquiries", Kind.CONSULT),
            ("recorded", "錄案後送占比", "Share recorded and forwarded", Kind.RECORD),
            ("other", "其他占比", "Share of other calls", Kind.OTHER),
        ]
    ),
    Figure(
        "immediate", "線上立即回覆率", share(Q(online=True), CONSULTED), received,
        "Enquiries answered at once", unit="%", places=2, direction="up", owner=OWNER,
        audience="public", by=["topic", "topic_group", "hour"], source=SEED,
        definition=_("當場答復、未轉接也未另行回電的諮詢，除以諮詢（不是除以全部電話）。"),
    ),
    Figure(
        "satisfaction", "服務滿意度", mean_of_months("contact_centre.satisfied"),
        label_en="Satisfaction", unit="%", places=2, direction="up", owner=OWNER,
        audience="public", source=SEED,
        definition=_("各月滿意比率的平均，每月權重相同；沒有人作答的月份不計。"),
    ),
    Figure(
        "satisfied", "服務滿意度（合併計算）", share(Q(satisfied=True), Q(score__isnull=False)),
        received, "Satisfaction, pooled", unit="%", places=2, direction="up", owner=OWNER,
        audience="public", by=["kind", "topic_group"], source=RULES,
        definition=_("語音調查評為滿意的通數，除以有效作答的通數。"),
    ),
]  # fmt: skip


# How the centre serves: for officials.
service_figures = [
    Figure(
        "offered", "進線通數", count(OFFERED), received, "Calls offered", unit=CALLS,
        owner=OWNER, audience="officials", by=["hour", "disposition"], source=RULES,
        definition=_("到達話務中心的電話，含等候中放棄者；電信業者攔阻、未能進線者不計。"),
    ),
    Figure(
        "service_level", "服務水準（進線口徑）", share(Q(in_time=True), LASTING), received,
        "Service level (of calls offered)", unit="%", places=2, direction="up", target=80,
        owner=OWNER, audience="officials", by=["hour", "topic_group"], source=RULES,
        alert=Alert(70, "day"),
        definition=_("在設定秒數內接聽的通數，除以進線通數減數秒內掛斷者。"),
    ),
    Figure(
        "abandoned", "放棄率", share(Q(disposition=Disposition.ABANDONED_QUEUE), OFFERED),
        received, "Abandonment", unit="%", places=2, direction="down", target=5, owner=OWNER,
        audience="officials", by=["hour"], source=RULES,
        definition=_("等候中放棄的通數除以進線通數；數秒內掛斷者另計，不在其內。"),
    ),
    Figure(
        "short", "數秒內掛斷通數", count(Q(disposition=Disposition.ABANDONED_SHORT)), received,
        "Short abandons", unit=CALLS, owner=OWNER, audience="officials", by=["hour"],
        source=RULES, definition=_("在設定秒數內掛斷的電話，與放棄率分開列。"),
    ),
    Figure(
        "handling", "平均處理時間", mean("handling", HANDLED), received,
        "Average handling time", unit=_("秒"), places=1, direction="down", owner=OWNER,
        audience="officials", by=["kind", "topic", "hour"], source=RULES,
        definition=_("通話、保留與後處理的秒數合計，除以接聽通數。"),
    ),
    Figure(
        "longest", "九成民眾的等候時間", percentile(90, "waited", HANDLED), received,
        "Wait of nine in ten callers", unit=_("秒"), direction="down", owner=OWNER,
        audience="officials", by=["hour"], source=RULES,
        definition=_("接聽的電話中，九成等候不超過這個秒數。"),
    ),
    Figure(
        "forwarded", "後送通數", count(FORWARDED), received, "Calls forwarded", unit=CALLS,
        owner=OWNER, audience="officials", by=["topic", "kind"], source=RULES,
        definition=_("錄案後送、轉接或另行回電的電話。"),
    ),
    Figure(
        "returned", "再次來電的通數", count(), followed, "Calls followed by another",
        unit=CALLS, owner=OWNER, audience="officials", by=["topic"], source=RULES,
        definition=_("未後送，而同一號碼在設定日數內為同一主題再次來電的電話；計在前一通的日期。隱藏號碼無從比對。"),
    ),
    Figure(
        "resolved", "一次解決率",
        reckoned(
            resolved, "contact_centre.handled", "contact_centre.forwarded",
            "contact_centre.returned",
        ),
        label_en="First-call resolution", unit="%", places=2, direction="up", owner=OWNER,
        audience="officials", source=RULES,
        definition=_("接聽通數減後送與再次來電的通數，除以接聽通數。期間末日起算滿設定日數後才確定。"),
    ),
]  # fmt: skip


# People, seats, and what had to be asked elsewhere.
other_figures = [
    Figure(
        "staff", "在職人數", monthly_mean(), employed, "Staff", unit=_("人"), owner=OWNER,
        audience="public", by=["disabled"], source=SEED,
        definition=_("各月初在職的話務人員，取各月平均。"),
    ),
    Figure(
        "disabled", "身心障礙人員占比", share(Q(disabled=True)), employed,
        "Share of staff with a disability", unit="%", places=2, direction="up", target=15,
        owner=OWNER, audience="public", by=["disabled"], source=SEED,
        definition=_("領有身心障礙證明的人月，除以在職人月；按人頭計，不是法定進用的加權人數。"),
    ),
    Figure(
        "seats", "話務席位", count(), seated, "Seats", unit=_("席"), owner=OWNER,
        audience="public", source=SEED, definition=_("目前使用中的值機席位。"),
    ),
    Figure(
        "questions", "待覆諮詢", count(), asked, "Questions to be answered later", owner=OWNER,
        audience="officials", source=RULES,
        definition=_("當場無法答復、由機關答復後回電的諮詢；撤回者不計。"),
    ),
    Figure(
        "questions_on_time", "待覆諮詢如期率", share(Q(case__late=False)), asked,
        "Questions answered in time", unit="%", places=2, direction="up", target=95,
        owner=OWNER, audience="officials", source=RULES,
        definition=_("答復與回電都在期限內者，除以待覆諮詢；未屆期者視為如期。"),
    ),
]  # fmt: skip


figures = [*call_figures, *service_figures, *other_figures]
