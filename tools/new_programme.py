"""Writes the folder of a new business system: two states, one action, tests that pass."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Template

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = Path(__file__).resolve().parent / "programme"
CHAPTERS = {
    "research": "壹 研究發展", "planning": "貳 綜合計畫", "control": "參 管制考核",
    "works": "肆 工程查核", "service": "伍 為民服務", "digital": "陸 資訊業務",
    "risk": "柒 整體風險管理",
}  # fmt: skip
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


class Unfit(Exception):
    """The name cannot become a programme; the text says why."""


def main(arguments: list[str]) -> int:
    try:
        chapter, name = parsed(arguments[0] if arguments else "")
        written = list(write(chapter, name, ROOT / "yankao" / "chapters"))
    except Unfit as error:
        print(error, file=sys.stderr)
        return 2
    for path in written:
        print(path.relative_to(ROOT))
    print("Next: its README, then the words on screen; make test tells what is missing.")
    return 0


def parsed(said: str) -> tuple[str, str]:
    """Chapter and name from `risk/hazard_register`."""
    chapter, _, name = said.strip().strip("/").partition("/")
    if chapter not in CHAPTERS:
        raise Unfit(f"NAME=chapter/name, where chapter is one of: {', '.join(CHAPTERS)}")
    if not NAME.fullmatch(name) or len(name) > 40:
        raise Unfit("The name is small letters, digits and single underscores, 40 at most.")
    return chapter, name


def write(chapter: str, name: str, chapters: Path) -> Iterator[Path]:
    """The chapter's own two files when missing, then the programme's; what it wrote."""
    if taken := [path for path in chapters.glob(f"*/{name}") if path.is_dir()]:
        raise Unfit(f"{taken[0].parent.name}/{name} is there already; a name is used once.")
    yield from open_chapter(chapters / chapter, CHAPTERS[chapter])
    words = {"chapter": chapter, "name": name, **words_of(name, chapters)}
    for template in sorted(TEMPLATES.rglob("*.txt")):
        inside = template.relative_to(TEMPLATES).as_posix().removesuffix(".txt")
        path = chapters / chapter / name / inside.replace("0001_open", f"0001_open_{name}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(Template(template.read_text()).substitute(words), encoding="utf-8")
        yield path


def open_chapter(folder: Path, title: str) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    files = {"__init__.py": f'"""{title}."""\n', "README.md": f"# {title}\n"}
    for name, text in files.items():
        if not (folder / name).exists():
            (folder / name).write_text(text, encoding="utf-8")
            yield folder / name


def words_of(name: str, chapters: Path) -> dict[str, str]:
    """What the templates say of the programme; the label waits for its Chinese name."""
    words = name.split("_")
    label = " ".join(words).capitalize()
    return {
        "label": label,
        "label_lower": label.lower(),
        "detail": "".join(word.capitalize() for word in words),
        "prefix": prefix(name, taken_prefixes(chapters)),
        "username": f"{'-'.join(words)[:140]}-clerk",
    }


def taken_prefixes(chapters: Path) -> set[str]:
    texts = (path.read_text(encoding="utf-8") for path in chapters.glob("*/*/programme.py"))
    return {found for text in texts for found in re.findall(r'prefix="(\w+)"', text)}


def prefix(name: str, taken: set[str]) -> str:
    """Initials, longer by the letters that follow until no other programme has them.

    >>> prefix("hazard_register", {"SD", "HR"})
    'HRE'
    """
    words = name.upper().split("_")
    initials, rest = "".join(word[0] for word in words), words[-1][1:] + "QZX"
    lengths = range(0 if len(initials) > 1 else 1, len(rest) + 1)
    choices = (initials + rest[:length] for length in lengths)
    return next(choice for choice in choices if choice not in taken)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
