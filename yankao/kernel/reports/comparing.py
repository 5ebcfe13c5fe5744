"""Two issues of one report: each changed number and why, each changed paragraph."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from yankao.kernel.people.models import Person

from .document import Block, Runs, document_of, plain
from .happening import Happenings, befell, corrected
from .models import Frozen, Issue
from .rowsets import compare, unpack
from .sources import of_cases


@dataclass(frozen=True)
class NumberChange:
    """A number that is not the same; one of the two may be missing."""

    before: Frozen | None
    after: Frozen | None
    why: tuple[str, ...]
    befell: Happenings = Happenings()

    @property
    def label(self) -> str:
        one = self.after or self.before
        return f"{one.label}（{one.period}）" if one else ""


@dataclass(frozen=True)
class TextChange:
    """A paragraph that was put in, taken out or written anew."""

    section: str
    before: str
    after: str


def numbers(before: Issue, after: Issue, reader: Person | None) -> list[NumberChange]:
    """Figures of either issue that differ, matched by what was asked."""
    old = {one.ref: one for one in before.figures.select_related("rows")}
    new = {one.ref: one for one in after.figures.select_related("rows")}
    both = [*new, *(ref for ref in old if ref not in new)]
    pairs = [(old.get(ref), new.get(ref)) for ref in both]
    return [change(a, b, reader) for a, b in pairs if changed(a, b)]


def change(before: Frozen | None, after: Frozen | None, reader: Person | None) -> NumberChange:
    if before is None or after is None:
        return NumberChange(before, after, tuple(reasons(before, after)))
    told = happened(before, after, reader)
    more = [_("其間這些案件：{what}。").format(what=told.counted)] if told.counted else []
    return NumberChange(before, after, (*reasons(before, after), *more), told)


def happened(before: Frozen, after: Frozen, reader: Person | None) -> Happenings:
    """What befell the cases that came or went; when none did, those that were corrected."""
    if not of_cases(after.name):
        return Happenings()
    came, went = compare(before.rows, after.rows)
    moved = {*came, *went}
    if not moved and before.value != after.value:
        moved = corrected(unpack(after.rows.keys), before.at, after.at)
    return befell(moved, before.at, after.at, reader=reader) if moved else Happenings()


def changed(before: Frozen | None, after: Frozen | None) -> bool:
    if before is None or after is None:
        return True
    same = before.value == after.value and before.text == after.text
    return not same or before.rows_id != after.rows_id


def reasons(before: Frozen | None, after: Frozen | None) -> Iterator[str]:
    """Why, in sentences: the text, the definition, the rows or a value changed."""
    if before is None:
        yield _("文字新增引用這個數字。")
    elif after is None:
        yield _("文字不再引用這個數字。")
    else:
        yield from reworked(before, after)


def reworked(before: Frozen, after: Frozen) -> Iterator[str]:
    defined = (before.definition, before.unit) != (after.definition, after.unit)
    if defined:
        yield _("數字的定義修改了。")
    came, went = compare(before.rows, after.rows)
    if came:
        yield _("新納入 {n} 筆資料。").format(n=f"{len(came):,}")
    if went:
        yield _("移除 {n} 筆資料。").format(n=f"{len(went):,}")
    if before.value != after.value and not (defined or came or went):
        yield _("同一批資料，內容經更正。")
    if before.value == after.value and before.text != after.text:
        yield _("數字相同，寫法改變。")


def texts(before: Issue, after: Issue) -> list[TextChange]:
    """Paragraphs that differ once numbers are set aside, section by section."""
    old, new = passages(before), passages(after)
    titles = [*new, *(title for title in old if title not in new)]
    return [change for title in titles
            for change in differences(title, old.get(title, []), new.get(title, []))]  # fmt: skip


def passages(issue: Issue) -> dict[str, list[str]]:
    """Each section's paragraphs without their numbers."""
    found: dict[str, list[str]] = {}
    for _chapter, section, block in document_of(issue.document).blocks():
        said = [without_numbers(runs) for runs in lines_of(block)]
        words = "\n".join(filter(None, said)) or block.caption
        found.setdefault(section.title, []).append(words)
    return found


def lines_of(block: Block) -> list[Runs]:
    """The lines somebody wrote; the cells of a table that fills itself are none."""
    typed = block.kind == "table" and not block.caption
    cells = [cell for row in block.rows for cell in row] if typed else []
    return [block.runs, *block.items, *cells]


def without_numbers(runs: Runs) -> str:
    return plain(tuple(run for run in runs if run.figure is None))


def differences(section: str, old: list[str], new: list[str]) -> Iterator[TextChange]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield TextChange(section, "\n".join(old[i1:i2]), "\n".join(new[j1:j2]))
