"""The road list in memory: which names exist, and which one a text begins with."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from .models import Road
from .spelling import spell

ROAD_ENDINGS = ("路", "街", "道", "段", "巷", "弄", "村")
COUNTING = str.maketrans("一二三四五六七八九十", "123456789:")  # 一路 before 二路 before 三路


@dataclass(frozen=True, slots=True)
class Street:
    """A row of the road list, with the spellings by which it is found."""

    name: str
    name_en: str
    district: str
    district_en: str
    district_code: str
    key: str
    english: str


@dataclass(frozen=True)
class Gazetteer:
    streets: list[Street]
    by_key: dict[str, list[Street]]
    longest: int
    districts: list[str]

    def begins(self, text: str, district: str = "") -> tuple[str, Street] | None:
        """The longest known road at the beginning of the text (spelt), and how it is written."""
        for length in range(min(self.longest, len(text)), 1, -1):
            key = text[:length]
            for street in self.by_key.get(key, ()):
                if district in ("", street.district) and _whole(key, text[length:]):
                    return key, street
        return None

    def first_in(self, text: str, district: str = "") -> tuple[int, str, Street] | None:
        """The first known road anywhere in the text; names without an ending only in front."""
        for start in range(len(text)):
            found = self.begins(text[start:], district)
            if found and (start == 0 or found[0].endswith(ROAD_ENDINGS)):
                return start, *found
        return None


def gazetteer() -> Gazetteer:
    """Read once per process: roads change with a migration."""
    known = _read()
    if not known.streets:
        _read.cache_clear()
    return known


def forget_roads(**_: object) -> None:
    """Called after every migration."""
    _read.cache_clear()


@cache
def _read() -> Gazetteer:
    rows = Road.objects.values_list(
        "name", "name_en", "district__name", "district__name_en", "district__code"
    )
    streets = _once([Street(*row, spell(row[0]), f"{row[1]}, {row[3]}".lower()) for row in rows])
    by_key: dict[str, list[Street]] = defaultdict(list)
    for street in streets:
        by_key[street.key].append(street)
        if street.key.endswith("段"):
            by_key[street.key[:-2]].append(street)
    districts = list(dict.fromkeys(street.district for street in streets))
    return Gazetteer(streets, dict(by_key), max(map(len, by_key), default=0), districts)


def _once(streets: list[Street]) -> list[Street]:
    """In reading order, one for each spelling (恒豐街, 恆豐街): the one with an English name."""
    kept: dict[tuple[str, str], Street] = {}
    for street in streets:
        place = (street.district_code, street.key)
        if place not in kept or street.name_en:
            kept[place] = street
    return sorted(
        kept.values(), key=lambda street: (street.district_code, street.name.translate(COUNTING))
    )


def _whole(key: str, rest: str) -> bool:
    """忠義 is a place of its own before a number, but not in 忠義國小."""
    return key.endswith(ROAD_ENDINGS) or not rest or rest[0].isdecimal()
