"""Reasons for refusing a move, in words; "" lets it pass."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.cases.actors import Actor
from yankao.kernel.cases.clocks import runs_of
from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person
from yankao.kernel.replies.levels import too_low
from yankao.kernel.replies.versions import latest

from . import limits
from .asks.handling import waiting_of
from .asks.proposals import newest_run
from .asks.replying import found
from .models import ARRIVED, petition
from .states import APPROVER


def clock_is_over(case: Case, name: str) -> bool:
    run = runs_of(case).get(name)
    return run is not None and run.due_at is not None and run.due_at < timezone.now()


def link_alive(case: Case, by: Actor) -> str:
    return _("確認連結已逾期，請重新來信或電洽 1999。") if clock_is_over(case, "confirm") else ""


def link_expired(case: Case, by: Actor) -> str:
    return "" if clock_is_over(case, "confirm") else _("確認連結尚在有效期間內。")


def within(start: datetime | None, days: int) -> bool:
    """Whether so many working days after `start` have not passed."""
    return start is None or limits.within(start, days)


def may_ask_reassignment(case: Case, by: Actor) -> str:
    """Until the longest limit; the shorter one is checked when it is known which applies."""
    detail = petition(case)
    if detail.ruled:
        return _("已由共同上級機關裁定，不能再申請改分。")
    if not within(detail.assigned_at, limits.SITE_DAYS.value()):
        return _("收文已逾 {n} 個工作天，不能再申請改分。").format(n=limits.SITE_DAYS.value())
    return ""


def not_asked_yet(case: Case, by: Actor) -> str:
    asked = petition(case).supplement_asked_at
    return _("已通知補正一次，不能再次要求補正。") if asked else ""


def supplement_over(case: Case, by: Actor) -> str:
    return "" if clock_is_over(case, "supplement") else _("補正期限尚未屆滿。")


def may_extend(case: Case, by: Actor) -> str:
    """Requested before it is due, and not a third time."""
    run = newest_run(case)
    if run is None or (run.due_at is not None and run.due_at <= timezone.now()):
        return _("展期須於期限屆滿前申請，本案已逾期限。")
    used = sum(one.extended for one in case.clocks.filter(name="reply"))
    if used >= limits.EXTENSIONS.value():
        return _("已展期 {n} 次，不能再展期。").format(n=used)
    return ""


def another_decides(case: Case, by: Actor) -> str:
    """Creator ≠ approver (handbook 5-6 §28)."""
    detail = petition(case)
    own = isinstance(by, Person) and by.pk in (detail.proposed_by_id, case.handler_id)
    return _("陳核與核定不能是同一人。") if own else ""


def another_approves(case: Case, by: Actor) -> str:
    """Whoever wrote the reply, handles the case or opened it does not approve it."""
    last = latest(case)
    own = {last.author_id if last else None, case.handler_id, case.opened_by_id}
    return _("擬稿、承辦或收件人員不能核定自己的案件。") if getattr(by, "pk", 0) in own else ""


def may_approve(case: Case, by: Actor) -> str:
    """Another person, at a level that may decide a matter of this kind (分層負責)."""
    needed = limits.deciding_level(case)
    return another_approves(case, by) or too_low(by, case, APPROVER.name, needed)


def must_forward(case: Case, by: Actor) -> str:
    """Passed on once by whoever may not decide."""
    why = another_approves(case, by)
    if why or not too_low(by, case, APPROVER.name, limits.deciding_level(case)):
        return why or _("您的層級可以決行，請直接核定。")
    last = latest(case)
    passed = last is not None and last.steps.filter(by=by.pk).exists()  # type: ignore[union-attr]
    return _("您已核轉，等候上級決行。") if passed else ""


def asked_of_me(case: Case, by: Actor) -> str:
    return "" if waiting_of(case, by) else _("貴單位沒有待回覆的會辦事項。")


def fit_to_send(case: Case, by: Actor) -> str:
    wrong = [one.text for one in found(case) if one.blocking]
    return _("回復內容須先修正：{why}").format(why=" ".join(wrong)) if wrong else ""


def arrived(case: Case, by: Actor) -> str:
    known = petition(case).delivery_result in ARRIVED
    return "" if known else _("送達結果尚未登錄或未送達，不能結案。")
