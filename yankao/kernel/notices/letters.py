"""What letters there are: name, audience, default words, and the variables each may use."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

VARIABLE = re.compile(r"\{(\w*)\}")


class Audience(TextChoices):
    OFFICIAL = "official", _("機關人員")
    REPORTER = "reporter", _("民眾")


class Channel(TextChoices):
    INBOX = "inbox", _("站內通知")
    EMAIL = "email", _("電子郵件")
    SMS = "sms", _("簡訊")
    LINE = "line", _("LINE")
    PUSH = "push", _("推播")


SHORT = (Channel.SMS, Channel.LINE, Channel.PUSH)


class Topic(TextChoices):
    """What a citizen may ask not to be told of; what must arrive has none."""

    CASE = "case", _("我的案件有新進度")
    BOOKING = "booking", _("預約與候補")
    FOLLOW = "follow", _("追蹤的案件與區域")


@dataclass(frozen=True)
class Words:
    """One language's default: a letter with a subject, and its short form for telephones."""

    subject: str
    body: str
    short: str


COMMON = {
    "name": _("收件人的姓名或單位"),
    "number": _("案號"),
    "title": _("案由（寄給機關時，保密案件不寫出）"),
    "category": _("類別"),
    "place": _("地點（寄給機關時，保密案件不寫出）"),
    "state": _("目前狀態"),
    "unit": _("承辦單位"),
    "due": _("期限"),
    "url": _("案件網址（機關：辦案頁；民眾：進度查詢）"),
    "reason": _("這個動作填寫的理由"),
}


@dataclass(frozen=True)
class Letter:
    """A kind of letter. `secret` values are sent but never kept after sending."""

    name: str
    label: "StrOrPromise"
    audience: Audience
    words: Mapping[str, Words]
    more: "Mapping[str, StrOrPromise]" = field(default_factory=dict)
    secret: frozenset[str] = frozenset()
    topic: str = Topic.CASE  # "" for what must arrive, such as passwords

    def __post_init__(self) -> None:
        if self.name in registry:
            raise ValueError(f"two letters are called {self.name}")
        for words in self.words.values():
            wrong = {name for text in _texts(words) for name in strange(text, self.variables)}
            if wrong:
                raise ValueError(f"letter {self.name} uses unknown variables {sorted(wrong)}")
        registry[self.name] = self

    @property
    def variables(self) -> "dict[str, StrOrPromise]":
        return {**COMMON, **self.more}

    def default(self, channel: str, language: str) -> tuple[str, str]:
        """Subject and body as written in code."""
        words = self.words.get(language) or self.words["zh-hant"]
        return (words.subject, words.short if channel in SHORT else words.body)


registry: dict[str, Letter] = {}


def _texts(words: Words) -> tuple[str, str, str]:
    return (words.subject, words.body, words.short)


def strange(text: str, known: Collection[str]) -> list[str]:
    """Variables a text uses that the letter does not know, and braces left open."""
    wrong = [name or "{}" for name in VARIABLE.findall(text) if name not in known]
    rest = VARIABLE.sub("", text)
    return wrong + [brace for brace in "{}" if brace in rest]


def fill(text: str, facts: Mapping[str, str], *, later: Collection[str] = ()) -> str:
    """The text with its variables, in one pass: what a value contains is never expanded.

    A line whose variables are all empty is left out. Variables named in `later` stay as they are.
    """
    lines = [line for line in text.split("\n") if _says_something(line, facts, later)]
    return VARIABLE.sub(
        lambda found: found[0] if found[1] in later else facts.get(found[1], ""), "\n".join(lines)
    )


def _says_something(line: str, facts: Mapping[str, str], later: Collection[str]) -> bool:
    names = VARIABLE.findall(line)
    return not names or any(name in later or facts.get(name) for name in names)


def reveal(text: str, secrets: Mapping[str, str]) -> str:
    """The kept text with its secrets, as it leaves the house; nothing else in braces is touched."""
    return VARIABLE.sub(lambda found: secrets.get(found[1], found[0]), text)
