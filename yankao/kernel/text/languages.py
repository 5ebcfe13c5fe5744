"""Whether a text is written in Chinese, or needs somebody to put it into Chinese."""

import re

HAN = re.compile(r"[\u3400-\u9fff]")
KANA = re.compile(r"[\u3040-\u30ff]")
LETTER = re.compile(r"[^\W\d_]")
ENOUGH = 12
SHARE = 0.3


def foreign(text: str) -> bool:
    """Mostly letters that are not Han; a name or a road sign in Latin letters does not count."""
    letters = len(LETTER.findall(text))
    if letters < ENOUGH:
        return False
    return len(KANA.findall(text)) > 2 or len(HAN.findall(text)) < SHARE * letters
