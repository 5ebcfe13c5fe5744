"""Which parts of a picture tell who somebody is, from the words read in it."""

import re
from collections.abc import Iterator
from itertools import groupby

from yankao.kernel.text.personal import Kind, find

from .boxes import Box
from .ocr import Word

TELLING = {Kind.ID, Kind.PHONE, Kind.PLATE, Kind.EMAIL, Kind.ACCOUNT}
CARD = re.compile(
    r"國民身[分份]|身[分份]證|民身分|健康保險卡?|健保卡|駕駛執照|行車執照|居留證|護照|戶口名簿"
    r"|身心障礙證明|REPUBLICOFCHINA|IDENTITYCARD|PASSPORT|DRIVERLICEN[CS]E|RESIDENTCERTIFICATE"
)
# One digit misread makes the check digit wrong: whatever has the shape is hidden all the same.
SHAPED = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][1289]\d{8}(?!\d)")
NUMBER = re.compile(r"([A-Za-z])([0-9OQDIlL|SBZ]{9})")
MISREAD = str.maketrans("OQDIlL|SBZ", "0001111582")
AROUND, CARD_AROUND, LEAST = 0.25, 0.3, 0.5


def telling(words: list[Word]) -> list[Box]:
    """The boxes to hide: numbers of people and vehicles, and a whole card where one is seen."""
    lines = [list(line) for _name, line in groupby(words, lambda word: word.line)]
    if any(CARD.search("".join(word.text for word in line).upper()) for line in lines):
        return [_over(words, CARD_AROUND)]
    return [_over(run, AROUND) for line in lines for run in _runs(line)]


def _runs(line: list[Word]) -> Iterator[list[Word]]:
    """Words of a line that are part of something personal; those side by side together."""
    hidden = _telling_words(line, "") | _telling_words(line, " ")
    for told, run in groupby(enumerate(line), lambda pair: pair[0] in hidden):
        if told:
            yield [word for _at, word in run]


def _telling_words(line: list[Word], gap: str) -> set[int]:
    """Their places in the line, read with or without gaps: a number may come in pieces."""
    texts, starts, said = [_mended(word.text) for word in line], list[int](), 0
    for text in texts:
        starts.append(said)
        said += len(text) + len(gap)
    whole = gap.join(texts)
    parts = [(one.start, one.end) for one in find(whole) if one.kind in TELLING]
    parts += [found.span() for found in SHAPED.finditer(whole)]
    return {
        at for at, (start, text) in enumerate(zip(starts, texts, strict=True))
        if any(start < until and since < start + len(text) for since, until in parts)
    }  # fmt: skip


def _mended(text: str) -> str:
    """A word shaped like an identity number, its digits as digits."""
    found = NUMBER.fullmatch(text)
    return f"{found[1].upper()}{found[2].translate(MISREAD)}" if found else text


def _over(words: list[Word], around: float) -> Box:
    """One box over all of them, and a margin that grows with their height."""
    left, right = min(word.left for word in words), max(word.right for word in words)
    top, bottom = min(word.top for word in words), max(word.bottom for word in words)
    more = max(min(bottom - top, right - left) * around, LEAST)
    return Box.between(left - more, top - more, right + more, bottom + more)
