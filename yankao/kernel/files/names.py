"""File names as given by strangers, made harmless."""

import unicodedata
from pathlib import PurePosixPath

LONGEST = 100
FORBIDDEN = set('<>:"/\\|?*')


def safe_name(given: str, suffix: str) -> str:
    """The last part of the name without control, direction or reserved characters."""
    text = unicodedata.normalize("NFC", given.replace("\\", "/").rsplit("/", 1)[-1])
    kept = "".join(letter for letter in text if _shown(letter)).strip(" .")
    stem = PurePosixPath(kept).stem if PurePosixPath(kept).suffix else kept
    return f"{stem[:LONGEST].strip(' .') or 'file'}{suffix}"


def _shown(letter: str) -> bool:
    return letter not in FORBIDDEN and unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co")


def suffix_of(given: str) -> str:
    return PurePosixPath(given.replace("\\", "/")).suffix.lower()
