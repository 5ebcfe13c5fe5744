"""The numbers legal advice answers for; what was said in a consultation is in none of them."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yankao.kernel.counter.models import Rating
from yankao.kernel.figures.dimensions import Dimension
from yankao.kernel.figures.figure import (
    Figure,
    Owner,
    Population,
    count,
    mean,
    median,
    minutes,
    monthly_mean,
    share,
    total,
)
from yankao.kernel.figures.standard import case_dimensions

from .models import Booking, Language, Referral
from .states import State

SOURCE = _("本會年報伍、為民服務「法律諮詢」")
RULES = _("法律諮詢預約規則（本會暫定）")
OWNER = Owner("RDEC-JSC", "officer")
TIMES, BY_CASE = _("人次"), case_dimensions()
BY = {
    "site": Dimension("site", _("據點")),
    "category": BY_CASE["category"],
    "language": Dimension("language", _("使用語言")),
    "mode": Dimension("mode", _("諮詢方式")),
    "referral": Dimension("referral", _("轉介")),
    "channel": BY_CASE["channel"],
}
LIKELY = {**BY, "state": Dimension("case__state", _("狀態"), choices=State.choices)}

served_ones = Q(case__state=State.SERVED)
expected = Q(case__state__in=[State.SERVED, State.NO_SHOW])
interpreted = Q(sign=True) | ~Q(language=Language.CHINESE)
referred = ~Q(referral__in=["", Referral.NONE])
queued = Q(called_at__isnull=False, checked_in_at__isnull=False, walk_in=True)
ahead = Q(walk_in=False, starts_at__isnull=False)

served = Population(
    "served", _("諮詢人次"), lambda: Booking.objects.counted().filter(served_ones), "served_at", BY
)  # fmt: skip
due = Population(
    "due", _("應到預約"), lambda: Booking.objects.counted().filter(expected), "starts_at", LIKELY
)  # fmt: skip
booked = Population("booked", _("預約"), Booking.objects.counted, "case__opened_at", LIKELY)
ratings = Population(
    "ratings", _("滿意度回答"), lambda: Rating.objects.filter(case__programme="legal_advice"),
    "at", {"category": BY_CASE["category"], "agency": BY_CASE["agency"]},
)  # fmt: skip

figures = [
    Figure(
        "served", "法律諮詢服務人次", count(), served, "Legal consultations", unit=TIMES,
        owner=OWNER, audience="public", by=["site", "category"], source=SOURCE,
        definition=_("諮詢結束日在期間內的諮詢；同一事件多人同來算一次，未到與取消者不計。"),
    ),
    Figure(
        "monthly_mean", "法律諮詢月平均人次", monthly_mean(), served,
        "Legal consultations per month", unit=TIMES, owner=OWNER, audience="public", source=SOURCE,
        definition=_("全年諮詢人次除以 12，四捨五入至整數；年度進行中除以已開始的月數。"),
    ),
    Figure(
        "people", "法律諮詢到場人數", total("people"), served, "People who came", unit=_("人"),
        owner=OWNER, audience="officials", persons=True, source=RULES,
        definition=_("諮詢人次中，本人與同行者的人數總和；與諮詢人次單位不同，不相加。"),
    ),
    Figure(
        "walk_in", "現場候位占比", share(Q(walk_in=True)), served, "Share of walk-ins", unit="%",
        places=2, owner=OWNER, audience="officials", source=RULES,
        definition=_("未預約而於當日現場候位者，除以諮詢人次。"),
    ),
    Figure(
        "minutes", "平均諮詢時間", mean("minutes"), served, "Mean length of a consultation",
        unit=_("分鐘"), places=1, owner=OWNER, audience="officials", source=RULES,
        definition=_("登記的諮詢分鐘數平均；未登記者不計。"),
    ),
    Figure(
        "queue_minutes", "現場候位時間中位數",
        median(minutes("called_at", "checked_in_at"), queued), served, "Median wait of walk-ins",
        unit=_("分鐘"), direction="down", owner=OWNER, audience="officials", source=RULES,
        definition=_("現場候位者自報到至請進的整分鐘數，排序後居中者。"),
    ),
    Figure(
        "interpreted", "通譯或手語翻譯人次", count(interpreted), served,
        "Consultations with an interpreter", unit=TIMES, owner=OWNER, audience="officials",
        source=RULES, definition=_("諮詢人次中，使用外語、原住民族語或手語翻譯者。"),
    ),
    Figure(
        "referred", "轉介占比", share(referred), served, "Share referred", unit="%", places=2,
        owner=OWNER, audience="officials", source=RULES,
        definition=_("轉介法律扶助、調解、勞資爭議調解或其他單位者，除以諮詢人次。"),
    ),
    Figure(
        "no_show", "未到率", share(Q(case__state=State.NO_SHOW)), due, "No-show rate", unit="%",
        places=2, direction="down", owner=OWNER, audience="officials", source=RULES,
        definition=_("諮詢時間在期間內的預約中，逾時未報到者除以應到者；取消與停辦改期者不計。"),
    ),
    Figure(
        "cancelled", "取消率", share(Q(case__state=State.CANCELLED)), booked, "Cancellation rate",
        unit="%", places=2, direction="down", owner=OWNER, audience="officials", source=RULES,
        definition=_("期間內受理的預約中，已取消或未諮詢即離開者所占比率。"),
    ),
    Figure(
        "ahead_minutes", "預約至諮詢時間中位數", median(minutes("starts_at", "case__opened_at"),
        ahead), served, "Median time from booking to consultation", unit=_("分鐘"),
        direction="down", owner=OWNER, audience="officials", source=RULES,
        definition=_("預約者自受理至諮詢時間的整分鐘數，排序後居中者；現場候位者不計。"),
    ),
    Figure(
        "satisfaction", "法律諮詢滿意度", share(Q(score__gte=4)), ratings, "Satisfied clients",
        unit="%", places=2, direction="up", owner=OWNER, audience="public", source=SOURCE,
        definition=_("非常滿意與滿意者，除以有效回答；無人回答的期間沒有數值，不是零。"),
    ),
]  # fmt: skip
