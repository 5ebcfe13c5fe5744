"""A bar chart as SVG that we draw ourselves: the same picture in page, PDF and ODT."""

import unicodedata
from collections.abc import Sequence
from xml.sax.saxutils import escape

from .document import Block, plain

FONT = "Noto Sans TC, sans-serif"
WIDTH, LINE, BAR, SIZE = 640, 26, 16, 12
BLUE = "#206bc4"
LONGEST = 22


def columns(text: str) -> float:
    """Width in Chinese signs; Latin letters take half."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.55 for sign in text)


def shortened(text: str) -> str:
    """A long name ends in …; the table behind the chart has it in full."""
    kept = ""
    for sign in text:
        if columns(kept + sign) > LONGEST - 1:
            return f"{kept}…"
        kept += sign
    return kept


def bars(block: Block) -> list[tuple[str, str, float]]:
    """Label, printed value and length of each bar."""
    cells = ((plain(row[0]), plain(row[1])) for row in block.rows)
    return [(label, text, max(length, 0)) for (label, text), length in
            zip(cells, block.bars, strict=True)]  # fmt: skip


def alternative(block: Block) -> str:
    """What the picture says, in words: the largest and the smallest."""
    shown = sorted(bars(block), key=lambda bar: -bar[2])
    if not shown:
        return block.caption
    first, last = shown[0], shown[-1]
    said = f"{block.caption}：{first[0]} {first[1]} 最多"
    return f"{said}，{last[0]} {last[1]} 最少。完整數字見表。" if len(shown) > 1 else f"{said}。"


def svg(block: Block, *, standalone: bool = True) -> str:
    """One horizontal bar for each row, however many; names at the left, values at the end."""
    shown = bars(block)
    left = 12 + SIZE * max((columns(shortened(label)) for label, _t, _l in shown), default=4)
    most = max((length for _label, _text, length in shown), default=0) or 1
    room = WIDTH - left - 90
    height = LINE * len(shown) + 8
    lines = "".join(
        bar(shortened(label), text, (left, 4 + LINE * n, room * length / most))
        for n, (label, text, length) in enumerate(shown)
    )
    size = f' width="{WIDTH}" height="{height}"' if standalone else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"{size} '
        f'font-family="{FONT}" font-size="{SIZE}" role="img" '
        f'aria-label="{escape(alternative(block), {chr(34): "&quot;"})}">{lines}</svg>'
    )


def bar(label: str, text: str, place: Sequence[float]) -> str:
    left, top, length = place
    base = top + SIZE + 2
    ink = ' fill="currentColor"'
    return (
        f'<text x="{left - 6:.1f}" y="{base:.1f}" text-anchor="end"{ink}>{escape(label)}</text>'
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{length:.1f}" height="{BAR}" rx="2" '
        f'fill="{BLUE}"/>'
        f'<text x="{left + length + 5:.1f}" y="{base:.1f}"{ink}>{escape(text)}</text>'
    )
