"""What a text must hold to before it moves on, and which version moved."""

from django.utils.translation import gettext as _

from yankao.kernel.cases.actors import Actor
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Move
from yankao.kernel.reports import writing
from yankao.kernel.reports.markup import letters

from .models import manuscript
from .texts import troubles


def printable(case: Case, by: Actor) -> str:
    """A text, within its limit, all of whose numbers exist and nothing undecided beside it."""
    top = writing.head(case)
    if top is None or not top.text:
        return _("還沒有內容，請先撰寫。")
    if writing.waiting(case):
        return _("有並行修改的文字還沒決定採用哪一份。")
    limit, length = manuscript(case).word_limit, letters(top.text)
    if limit and length > limit:
        return _("共 {n} 字，超過上限 {limit} 字。").format(n=length, limit=limit)
    found = troubles(case, top.text)
    return str(found[0]) if found else ""


def note_version(case: Case, move: Move) -> None:
    """Which text moved: its number and length stand in the timeline."""
    top = writing.head(case)
    if top is not None:
        words = _("第 {n} 版，{letters} 字").format(n=top.number, letters=letters(top.text))
        move.note["version"] = top.number
        move.note["notes"] = [*said(move), words]


def said(move: Move) -> list[object]:
    notes = move.note.get("notes")
    return notes if isinstance(notes, list) else []
