"""Personal data in free text: found by rule, masked before anything is public.

How well it does is measured by `manage.py measure_masking` and published in docs/kernel/text.md.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yankao.kernel.geo.addresses import BARE_NUMBER, HOUSE_NUMBER

from .names import named
from .numbers import ACCOUNT, CARD, ID, ID_SAID, card_holds, id_holds

HIDDEN = "○○○"
# The same text sign for sign, so that positions hold: full width to half width.
NARROW = {0xFF01 + i: chr(0x21 + i) for i in range(94)} | {0x3000: " "}
SPOKEN = {
    ord(sign): digit for sign, digit in zip("〇零一二三四五六七八九", "00123456789", strict=True)
}
NO_DIGIT = r"(?<![\d.\-])"
PHONE = re.compile(
    NO_DIGIT + r"(?:\+?886[-\s.]?|0(?!800))9(?:[-\s.]?\d){8}(?!\d)"
    r"|" + NO_DIGIT + r"\(?(?:0[2-8]\d?|\+?886[-\s]?[2-8])[)\-\s]{1,2}\d{3,4}[-\s]?\d{3,4}(?!\d)"
    r"(?:\s*(?:#|轉|分機)\s*\d{1,6})?"
    r"|" + NO_DIGIT + r"0[2-8]\d{7,8}(?!\d)(?:\s*(?:#|轉|分機)\s*\d{1,6})?"
)
PHONE_SAID = re.compile(
    r"(?:電話|手機|市話|行動|傳真|聯絡方式|連絡電話|致電|來電|撥打|請撥|回電|打給?我|TEL|Tel|tel|[Pp]hone)"
    r"[^\d。；\n]{0,8}(?P<it>\d{3,4}[-\s]?\d{4}(?:\s*(?:#|轉|分機)\s*\d{1,6})?)(?![\d號巷:：/])"
)
EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")
CHAT = re.compile(
    r"(?:LINE|Line|line|微信|WeChat|IG|臉書)\s*(?:ID|id|帳號)?\s*[是為:：]\s*(?P<it>[\w.\-]{3,30})",
    re.A,
)
EDGE, END = r"(?<![A-Za-z0-9\-])", r"(?![A-Za-z0-9\-])"
PLATE = re.compile(
    EDGE + r"(?:[A-Za-z]{2,3}-\d{3,4}|\d{3,4}-[A-Za-z]{2,3}|[A-Za-z]\d-\d{4}|\d{4}-[A-Za-z]\d"
    r"|\d{4}-\d[A-Za-z])" + END
)
PLATE_SAID = re.compile(
    r"(?:車牌|車號|牌照|車牌號碼|牌號)[號碼是為:：\s]{0,5}"
    r"(?P<it>(?=[A-Za-z0-9\-\s]*\d)[A-Za-z0-9]{2,4}[-\s]?[A-Za-z0-9]{2,4})" + END
)
ASSET = re.compile(
    r"(?:燈號|燈桿|桿號|編號|人孔|座號|電桿|電號|站牌|案號|文號|公車)[號碼是為:：\s(（]*$"
)
BEFORE_HOUSE = re.compile(r"(?:[路街道段巷弄里鄰村莊寮厝]|門牌|住家?|住在|地址)[號碼是為在:：\s]*$")
COUNTED = re.compile(r"\s*(?:至\d+)?[盞支個處棵根座組隻輛包袋/％%]")


class Kind(TextChoices):
    NAME = "name", _("姓名")
    PHONE = "phone", _("電話")
    ID = "id", _("身分證號")
    PLATE = "plate", _("車牌")
    EMAIL = "email", _("電子郵件")
    HOUSE = "house", _("門牌")
    ACCOUNT = "account", _("帳號")


@dataclass(frozen=True, order=True)
class Finding:
    """Where something personal stands, and what it is."""

    start: int
    end: int
    kind: Kind


Rule = Callable[[str], Iterator[tuple[int, int]]]


def identities(text: str) -> Iterator[tuple[int, int]]:
    """With a right check digit anywhere; with any where somebody says it is one."""
    yield from (found.span() for found in ID.finditer(text) if id_holds(found[0]))
    yield from (found.span("it") for found in ID_SAID.finditer(text))


def phones(text: str) -> Iterator[tuple[int, int]]:
    yield from (found.span() for found in PHONE.finditer(text))
    yield from (found.span("it") for found in PHONE_SAID.finditer(text))
    spoken = text.translate(SPOKEN)
    if spoken != text:
        yield from (found.span() for found in PHONE.finditer(spoken))


def plates(text: str) -> Iterator[tuple[int, int]]:
    """Of vehicles; the numbers on poles and lids look alike and stay."""
    for found in PLATE.finditer(text):
        if not ASSET.search(text[max(0, found.start() - 12) : found.start()]):
            yield found.span()
    yield from (found.span("it") for found in PLATE_SAID.finditer(text))


def addresses(text: str) -> Iterator[tuple[int, int]]:
    yield from (found.span() for found in EMAIL.finditer(text))
    yield from (found.span("it") for found in CHAT.finditer(text))


def accounts(text: str) -> Iterator[tuple[int, int]]:
    yield from (found.span() for found in CARD.finditer(text) if card_holds(found[0]))
    yield from (found.span("it") for found in ACCOUNT.finditer(text))


def houses(text: str) -> Iterator[tuple[int, int]]:
    """A door behind a road or village; the 12th of the month and line 3 are no doors."""
    for found in HOUSE_NUMBER.finditer(text):
        before = text[max(0, found.start() - 8) : found.start()]
        if BEFORE_HOUSE.search(before) and not text.startswith("誌", found.end()):
            yield found.span()
    for found in BARE_NUMBER.finditer(text):
        if not COUNTED.match(text, found.end()):
            yield found.span()


# The surest first: what one rule has taken, the next does not take again.
RULES: list[tuple[Kind, Rule]] = [
    (Kind.EMAIL, addresses), (Kind.ID, identities), (Kind.ACCOUNT, accounts),
    (Kind.PHONE, phones), (Kind.PLATE, plates), (Kind.HOUSE, houses), (Kind.NAME, named),
]  # fmt: skip


def find(text: str) -> list[Finding]:
    """All personal data the rules know, in order, none inside another."""
    narrow = text.translate(NARROW)
    found: list[Finding] = []
    for kind, rule in RULES:
        for start, end in rule(narrow):
            if not any(start < one.end and one.start < end for one in found):
                found.append(Finding(start, end, kind))
    return sorted(found)


def mask(text: str) -> str:
    """The text as the public may read it."""
    said, last = [], 0
    for one in find(text):
        said += [text[last : one.start], "○號" if one.kind is Kind.HOUSE else HIDDEN]
        last = one.end
    return "".join([*said, text[last:]])
