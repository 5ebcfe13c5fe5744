"""How a case honestly ended, in words for everybody: done is not the same as closed."""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case
from yankao.kernel.ui.moments import day_text
from yankao.kernel.values.words import Words


class Kind(TextChoices):
    DONE = "done", _("已處理")
    SAFE = "safe", _("已排除危險，待修復")
    NOT_FOUND = "not_found", _("現場未發現")
    ELSEWHERE = "elsewhere", _("轉請其他機關")
    REFUSED = "refused", _("不予處理")
    JOINED = "joined", _("併案")
    WITHDRAWN = "withdrawn", _("已撤回")
    UNKNOWN = "unknown", _("結果未載明")


TONES = {Kind.DONE: "ok", Kind.SAFE: "info", Kind.JOINED: "info", Kind.ELSEWHERE: "info"}


@dataclass(frozen=True)
class Ending:
    """What became of it; `words` are public and are put into the reader's language when read."""

    kind: Kind
    words: Words

    @property
    def tone(self) -> str:
        return TONES.get(self.kind, "quiet")


def done(words: Words = "") -> Ending:
    return Ending(Kind.DONE, words or _("已處理完成。"))


def safe(until: date | None) -> Ending:
    if until is None:
        return Ending(Kind.SAFE, _("危險已排除，正式修復的日期還沒排定。"))
    words = format_lazy(_("危險已排除，預定 {day} 前修復。"), day=day_text(until))
    return Ending(Kind.SAFE, words)


def not_found() -> Ending:
    return Ending(Kind.NOT_FOUND, _("到場查看，沒有發現所說的情形。若還在，請再告訴我們確切位置。"))


def elsewhere(who: str) -> Ending:
    """Not ours, and whose it is now."""
    return Ending(Kind.ELSEWHERE, format_lazy(_("不屬市府權責，已轉請「{who}」處理。"), who=who))


def refused(who: str, why: object) -> Ending:
    """By whom, and why: both belong to the answer."""
    words = format_lazy(_("「{who}」決定不予處理：{why}"), who=who, why=why)
    return Ending(Kind.REFUSED, words)


def joined(case: Case) -> Ending:
    words: Words = _("與較早的一件是同一件，一起處理。")
    if number := main_number(case):
        words = format_lazy(_("與 {number} 是同一件，一起處理。"), number=number)
    return Ending(Kind.JOINED, words)


def main_number(case: Case) -> str:
    """The case this one was merged into, for everybody; of a confidential one nobody is told."""
    return case.parent.number if case.parent and not case.parent.confidential else ""


def withdrawn() -> Ending:
    return Ending(Kind.WITHDRAWN, _("您已撤回這一案。"))


def unknown() -> Ending:
    return Ending(Kind.UNKNOWN, _("已結案；紀錄中沒有寫明結果。"))
