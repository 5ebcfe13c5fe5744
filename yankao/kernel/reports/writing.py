"""Texts and their versions: every save kept, two authors joined, a collision told to both."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case
from yankao.kernel.notices.letters import Audience, Channel, Letter, Words
from yankao.kernel.notices.posting import post
from yankao.kernel.people.models import Person

from .markup import clean, paragraphs
from .merging import join, settle
from .models import Version

SITTING = timedelta(minutes=10)  # saves of one author closer than this are one line of the history
COLLIDED = Letter(
    "text_collided",
    _("同一段落兩人修改"),
    Audience.OFFICIAL,
    {
        "zh-hant": Words(
            "【並行修改】{number} {title}",
            "{name} 您好：\n\n{other} 與您同時修改了「{title}」的同一段。\n\n"
            "您存的文字維持不變，{other} 的文字另存為第 {version} 版，兩份都在。\n\n"
            "請至 {url} 決定採用哪一份。",
            "【並行修改】{number}：{other} 與您改了同一段，兩份都保留。{url}",
        ),
        "en": Words(
            "Edited at the same time: {number} {title}",
            "Dear {name},\n\n{other} edited the same paragraph of “{title}” as you did.\n\n"
            "Your text stands; the text of {other} is kept as version {version}.\n\n"
            "Decide which to use: {url}",
            "{number}: {other} edited the same paragraph; both texts are kept. {url}",
        ),
    },
    more={"other": _("另一位修改的人"), "version": _("另存的版次")},
)


@dataclass(frozen=True)
class Saved:
    """What became of a save. `head` counts now; `mine` is what was sent, when it is not the head.

    With collisions the head is unchanged and mine waits beside it.
    """

    head: Version
    mine: Version | None = None
    collisions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Piece:
    """A stretch of text: kept, added or removed."""

    kind: str
    text: str


@dataclass(frozen=True)
class Sitting:
    """Saves of one author in one go, and what they changed together."""

    last: Version
    saves: int
    pieces: list[Piece]


def head(case: Case) -> Version | None:
    """The text that counts."""
    rows = Version.objects.filter(case=case, aside=False).select_related("author")
    return rows.order_by("-number").first()


def waiting(case: Case) -> list[Version]:
    """Texts beside the head that nobody has decided on."""
    rows = Version.objects.filter(case=case, aside=True, settled_at=None)
    return list(rows.select_related("author", "base"))


def save(case: Case, text: str, base: int, *, by: Person | None, at: datetime) -> Saved:
    """Keeps the text. What others saved since `base` is joined to it, or told."""
    with transaction.atomic():
        Case.objects.select_for_update(no_key=True).values_list("pk").get(pk=case.pk)
        top, mine = head(case), clean(text).strip()
        if top is None or top.number == base or paragraphs(top.text) == paragraphs(mine):
            if top is not None and top.text == mine:
                return Saved(top)
            return Saved(keep(case, mine, top, by=by, at=at))
        ground = Version.objects.filter(case=case, number=base).first()
        joined = join(ground.text if ground else "", mine, top.text)
        if joined.collisions:
            beside = keep(case, mine, ground, by=by, at=at, aside=True)
            tell_other(case, top, beside)
            return Saved(top, beside, joined.collisions)
        sent = keep(case, mine, ground, by=by, at=at, aside=True, settled=True)
        if paragraphs(joined.text) == paragraphs(top.text):
            return Saved(top, sent)
        return Saved(keep(case, joined.text, top, by=by, at=at), sent)


def keep(
    case: Case,
    text: str,
    base: Version | None,
    *,
    by: Person | None,
    at: datetime,
    aside: bool = False,
    settled: bool = False,
) -> Version:
    last = Version.objects.filter(case=case).order_by("-number").first()
    return Version.objects.create(
        case=case, number=last.number + 1 if last else 1, text=text, author=by, at=at, base=base,
        aside=aside, settled_at=at if settled else None,
    )  # fmt: skip


def tell_other(case: Case, top: Version, beside: Version) -> None:
    """The author of the standing text hears of it in the inbox; the sender sees it at once."""
    if top.author is None or top.author_id == beside.author_id:
        return
    facts = {"other": str(beside.author), "version": beside.number}
    key = f"text_collided:{case.pk}:{top.number}:{beside.author_id}"
    post(COLLIDED, top.author, key=key, at=beside.at, case=case, facts=facts,
         channels=[Channel.INBOX])  # fmt: skip


def decide(case: Case, number: int, take: str, *, by: Person, at: datetime) -> Version | None:
    """Ends a collision: `mine` takes the waiting text, `both` keeps both, `theirs` the standing."""
    with transaction.atomic():
        Case.objects.select_for_update(no_key=True).values_list("pk").get(pk=case.pk)
        rows = Version.objects.filter(case=case, number=number, aside=True, settled_at=None)
        beside, top = rows.select_related("base").first(), head(case)
        if beside is None or top is None:
            return top
        rows.update(settled_at=at)
        if take == "theirs":
            return top
        ground = beside.base.text if beside.base else ""
        text = settle(ground, beside.text, top.text, both=take == "both")
        return keep(case, text, top, by=by, at=at)


def history(case: Case) -> list[Sitting]:
    """Who changed what, newest first; autosaves of one sitting are one line."""
    shown: list[Sitting] = []
    before = ""
    for run in sittings(list(Version.objects.filter(case=case).select_related("author"))):
        last = run[-1]
        ground = last.base.text if last.aside and last.base else before
        shown.append(Sitting(last, len(run), list(pieces(ground, last.text))))
        before = before if last.aside else last.text
    return shown[::-1]


def sittings(rows: list[Version]) -> Iterator[list[Version]]:
    held: list[Version] = []
    for row in rows:
        if row.aside and row.settled_at == row.at:
            continue  # joined at once; the joined text follows
        if held and (row.aside or held[-1].aside or row.author_id != held[-1].author_id
                     or row.at - held[-1].at > SITTING):  # fmt: skip
            yield held
            held = []
        held.append(row)
    if held:
        yield held


def pieces(before: str, after: str) -> Iterator[Piece]:
    """Stretches kept, removed and added, sign by sign."""
    matcher = SequenceMatcher(None, before, after, autojunk=len(after) > 4000)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("kept", before[a:b])
            continue
        if b > a:
            yield Piece("removed", before[a:b])
        if d > c:
            yield Piece("added", after[c:d])
