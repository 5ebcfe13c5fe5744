"""What may be meant by the part of an address typed so far, from the road list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .gazetteer import Street, gazetteer
from .models import District
from .spelling import numeral, spell, without_city


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One completion: the text to put into the field, and the road it stands for."""

    text: str
    road: str
    road_en: str
    district: str
    district_en: str
    district_code: str


@dataclass(frozen=True, slots=True)
class _Wish:
    """One reading of what is being typed: these words in a road's name, perhaps in one district."""

    words: list[str]
    tail: str
    district: str = ""

    def answers(self, hint: str) -> list[Street]:
        """The roads that fit, best first: in the hinted district, early in the name, short."""
        first, *others = self.words
        found = []
        for street in gazetteer().streets:
            at = street.key.find(first)
            if at >= 0 and _in_order(others, street.key[at + len(first) :]):
                found.append((street.district != hint, at, len(street.key), street))
        kept = [hit for hit in found if self.district in ("", hit[3].district)]
        return [street for *_, street in sorted(kept, key=lambda hit: hit[:3])]

    def english_answers(self, hint: str) -> list[Street]:
        """The same by the English names, of road and district alike."""
        first, *others = self.words
        found = [
            (
                street.district != hint,
                street.english.find(self.words[0]),
                len(street.english),
                street,
            )
            for street in gazetteer().streets
            if first in street.english and all(word in street.english for word in others)
        ]
        return [street for *_, street in sorted(found, key=lambda hit: hit[:3])]


def complete(text: str, district: District | None = None, limit: int = 8) -> list[Suggestion]:
    """Roads for what is typed so far: "建國三", "三民 建國", "鳳山區光遠", "jianguo 3rd".

    A given district comes first; a house number already typed is kept.
    """
    hint = district.name if district else ""
    found: dict[tuple[str, str], Suggestion] = {}
    for wish in _wishes(text):
        answers = wish.english_answers if text.isascii() else wish.answers
        for street in answers(hint)[:limit]:
            found.setdefault((street.district, street.name), _suggest(street, wish.tail))
        if len(found) >= limit:
            break
    return list(found.values())[:limit]


def _wishes(text: str) -> Iterator[_Wish]:
    """Readings of the text, the likeliest first: a district and a road, then a road alone."""
    words = [spelt for word in text.split() if (spelt := without_city(spell(word.lower())))]
    if not words:
        return
    tail = words.pop() if len(words) > 1 and re.match(r"\d+(?![a-z\d])", words[-1]) else ""
    first, *others = words
    for district in gazetteer().districts:
        for name in (district, district.removesuffix("區")):
            rest = [word for word in (first.removeprefix(name), *others) if word]
            if first.startswith(name) and rest:
                yield _wish(rest, tail, district)
                break
    yield _wish(words, tail)


def _wish(words: list[str], tail: str, district: str = "") -> _Wish:
    """Splits a house number from the last word: 光遠路12號 asks for 光遠路 and keeps 12號."""
    last = words[-1]
    if house := re.fullmatch(r"(.*[路街道段巷村])(\d.*)", last):
        last, tail = house[1], house[2] + tail
    elif re.fullmatch(r"\D+\d{1,2}", last) and not last.isascii():
        last = re.sub(r"\d+$", lambda match: numeral(int(match[0])), last)
    return _Wish([*words[:-1], last], tail, district)


def _in_order(words: list[str], text: str) -> bool:
    """Whether the words follow one another in the text."""
    for word in words:
        before, met, text = text.partition(word)
        if not met:
            return False
    return True


def _suggest(street: Street, tail: str) -> Suggestion:
    return Suggestion(
        f"{street.district}{street.name}{tail}",
        street.name,
        street.name_en,
        street.district,
        street.district_en,
        street.district_code,
    )
