"""Says which sentences on screen have no English yet, and which translations nobody uses."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.messages import LOCALE, read, wanted  # noqa: E402

ENGLISH = LOCALE / "en" / "LC_MESSAGES" / "django.po"


def missing() -> dict[str, str]:
    """Sentences in Chinese without a translation, with the file that says them."""
    known = {message.text for message in read(ENGLISH) if all(message.forms)}
    asked = wanted().values()
    return {w.text: w.path for w in asked if w.text not in known and chinese(w.text)}


def unused() -> list[str]:
    asked = wanted()
    return [m.text for m in read(ENGLISH) if m.text and m.text not in asked]


def chinese(text: str) -> bool:
    """Sentences Django or allauth translate themselves are written in English."""
    return any("\u3000" <= letter <= "\u9fff" or "\uff00" <= letter <= "\uffef" for letter in text)


def main() -> int:
    without = missing()
    for text, path in without.items():
        print(f"{path}: no English for {text!r}")
    if "--unused" in sys.argv:
        for text in unused():
            print(f"unused: {text!r}")
    return 1 if without else 0


if __name__ == "__main__":
    sys.exit(main())
