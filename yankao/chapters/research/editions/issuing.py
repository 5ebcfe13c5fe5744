"""Composition and freezing of an edition; what is in its way is said before anybody presses."""

from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.chapters.research.manuscripts.interface import contributions, unfinished
from yankao.kernel.cases.actors import Actor, person
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Move
from yankao.kernel.reports import rendering
from yankao.kernel.reports.building import Built, build
from yankao.kernel.reports.freezing import freeze
from yankao.kernel.reports.models import Issue

NAMED = 3


def built(case: Case) -> Built:
    """The edition's document as its manuscripts stand now."""
    return build(case.report, contributions(case.pk))


def listed(titles: list[str], sentence: str) -> str:
    """The first titles and how many there are; nothing when there are none."""
    if not titles:
        return ""
    shown = _("、").join(f"「{title}」" for title in titles[:NAMED])
    return sentence.format(titles=shown, n=len(titles))


def all_submitted(case: Case, by: Actor) -> str:
    return listed(unfinished(case.pk, before="submitted"), _("還有 {n} 篇未交稿：{titles}。"))


def all_in_proof(case: Case, by: Actor) -> str:
    return listed(unfinished(case.pk, before="proof"), _("還有 {n} 篇未送校：{titles}。"))


def complete(case: Case, by: Actor) -> str:
    """Every section is final and every number in it exists."""
    waiting = listed(unfinished(case.pk), _("還有 {n} 篇未定稿：{titles}。"))
    if waiting:
        return waiting
    found = built(case)
    if not found.document.chapters:
        return _("還沒有任何稿件。")
    return str(found.troubles[0]) if found.troubles else ""


def something(case: Case, by: Actor) -> str:
    return "" if contributions(case.pk) else _("還沒有任何稿件。")


def frozen(case: Case, move: Move, kind: str) -> Issue:
    found = built(case)
    reason = str(move.data.get("reason", ""))
    issue = freeze(
        case.report, found.document, found.quoted, kind=kind, by=person(move.by), at=move.at,
        reason=reason,
    )  # fmt: skip
    rendering.ask(issue, at=timezone.now())
    move.note["issue"] = issue.slug
    move.note["notes"] = [_("{kind}第 {n} 版，凍結 {count} 個數字").format(
        kind=issue.get_kind_display(), n=issue.number, count=len(found.quoted))]  # fmt: skip
    return issue


def try_out(case: Case, move: Move) -> None:
    frozen(case, move, Issue.Kind.TRIAL)


def make_official(case: Case, move: Move) -> None:
    frozen(case, move, Issue.Kind.OFFICIAL)


def publish(case: Case, move: Move) -> None:
    """What was approved may be read by everybody from now on."""
    waiting = case.report.issues.filter(kind=Issue.Kind.OFFICIAL, published_at=None)
    waiting.update(published_at=move.at)


def correct_issue(case: Case, move: Move) -> None:
    make_official(case, move)
    publish(case, move)
