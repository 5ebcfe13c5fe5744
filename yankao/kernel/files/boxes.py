"""A part of a picture, in hundredths of its width and height, whatever its size in pixels."""

import math
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageDraw

MOST = 40
SMALLEST = 0.1
COVER = (34, 34, 34)
TOO_MANY = _("一張照片最多遮蔽 40 處。")


class BadBox(ValueError):
    """A box that is none; in words."""


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    width: float
    height: float

    @classmethod
    def between(cls, left: float, top: float, right: float, bottom: float) -> "Box":
        """The box within the picture, in tenths of a hundredth, rounded outwards."""
        low_x, low_y = _down(max(left, 0)), _down(max(top, 0))
        high_x, high_y = _up(min(right, 100)), _up(min(bottom, 100))
        return cls(low_x, low_y, round(high_x - low_x, 1), round(high_y - low_y, 1))

    def checked(self) -> "Box":
        """The same box as it lies within the picture; one outside or without area is refused."""
        values = astuple(self)
        if not all(math.isfinite(value) for value in values):
            raise BadBox(_("遮蔽範圍須為數字。"))
        inside = Box.between(self.left, self.top, self.left + self.width, self.top + self.height)
        if min(self.width, self.height) < SMALLEST or min(inside.width, inside.height) < SMALLEST:
            raise BadBox(_("遮蔽範圍須在照片之內，寬與高都要大於 0。"))
        return inside


def _down(value: float) -> float:
    return math.floor(round(value * 10, 3)) / 10


def _up(value: float) -> float:
    return math.ceil(round(value * 10, 3)) / 10


def read(rows: Iterable[object]) -> list[Box]:
    """Boxes as they are stored: four numbers each."""
    return [Box(*row) for row in rows if isinstance(row, list) and len(row) == 4]


def stored(boxes: Iterable[Box]) -> list[list[float]]:
    return [list(astuple(box)) for box in boxes]


def covered(image: Image.Image, boxes: Iterable[Box]) -> Image.Image:
    """A copy in which the boxes are one plain colour: nothing of what was there remains."""
    burnt = image.convert("RGBA" if image.has_transparency_data else "RGB").copy()
    pen = ImageDraw.Draw(burnt)
    for box in boxes:
        left, top = (int(box.left * burnt.width // 100), int(box.top * burnt.height // 100))
        right = min(math.ceil((box.left + box.width) * burnt.width / 100), burnt.width)
        bottom = min(math.ceil((box.top + box.height) * burnt.height / 100), burnt.height)
        pen.rectangle([left, top, right - 1, bottom - 1], fill=COVER)
    return burnt
