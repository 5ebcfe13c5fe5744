"""Taiwanese addresses: taken apart, completed from the road list, and masked for the public."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .completion import Suggestion, complete
from .gazetteer import Street, gazetteer
from .spelling import (
    IN_NUMERAL,
    NUMERAL,
    normalise,
    number,
    numeral,
    spell,
    split_remarks,
    without_city,
)

__all__ = ["Address", "Suggestion", "complete", "mask_house_number", "normalise", "parse_address"]

NAME = r"[^\d\W]"
DISTRICT = re.compile(rf"{NAME}{{2,3}}區(?!公所)")
VILLAGE = re.compile(rf"({NAME}{{2,3}}里(?![路街巷道段]))?(?:\d+鄰)?(?=.)")
UNLISTED = re.compile(
    rf"{NAME}{{1,9}}?(?:路|街|大道|巷)|(?!國道){NAME}{{2,6}}(?=\d+(?:巷|弄|之\d+號|號(?![出公碼橋水])))"
)
SECTION = re.compile(rf"({NUMERAL})段")
HOUSE = re.compile(
    rf"(?:\d+鄰)?(?:(?P<lane>\d+|(?:(?![上與及近口前旁往至到內後側]){NAME}){{1,4}}?)巷)?"
    r"(?:(?P<alley>\d+)弄)?"
    r"(?:(?P<number>臨?\d+(?:之\d+)*)(?:-\d+)?(?:號|$))?"
    r"(?:[,、]?(?P<floor>(?:地下)?\d+樓(?:之\d+)?))?"
)
ON_THE_WAY = re.compile(r"前?(?:上|路?口)?[,、;]?(?:靠近|近)?")
JOINS = re.compile(r"交叉|[與和及跟交接&/、]+")
CORNER = re.compile(r"(?:\d+巷)?(?:交叉路?口|交會處?|交叉|路?口)")
NOTHING: tuple[int, str, Street | None] = (1000, "", None)

# House numbers as typed: masking works on the raw text, so that the rest keeps its writing.
COUNT = rf"[\d{IN_NUMERAL}Ｏ]+"
JOINT = r"\s*[之\-－–~～、,，至]\s*"
SUB = r"\s*[之\-－–]\s*"
HOUSE_NUMBER = re.compile(
    rf"(?<!國道)(?<!第)(?<![\d{IN_NUMERAL}Ｏ]){COUNT}(?:{JOINT}{COUNT})*\s*[號号]"
    r"(?!出口|出入口|碼頭|公園|水門|橋|井|國道|線)"
    rf"(?:{SUB}{COUNT}(?![\d{IN_NUMERAL}Ｏ號号]))?"
    rf"(?:\s*[,，、]?\s*(?:(?:地下)?{COUNT}\s*(?:[樓楼]|[Ff](?![A-Za-z]))|[Bb]\d[Ff]?)"
    rf"(?:{SUB}{COUNT})?)*"
)
BARE_NUMBER = re.compile(
    r"(?<=[路街道段巷弄])\s*\d+(?:\s*[之\-－]\s*\d+)*"
    r"(?![\d.]|\s*(?:[巷弄段路街號号米鄰線Kk~～\-－]|公尺|公里|[mM]))"
)


@dataclass(frozen=True, slots=True)
class Address:
    """What an address says; anything it does not say is empty.

    `road` is written as in the road list when it is there (`known`), else as typed; `crossing`
    names the second road of a corner.
    """

    district: str = ""
    village: str = ""
    road: str = ""
    section: int | None = None
    lane: str = ""
    alley: str = ""
    number: str = ""
    floor: str = ""
    crossing: str = ""
    remark: str = ""
    known: bool = False

    def __str__(self) -> str:
        section = f"{numeral(self.section)}段" if self.section else ""
        parts = [(self.lane, "巷"), (self.alley, "弄"), (self.number, "號")]
        house = "".join(value + unit for value, unit in parts if value)
        corner = f"與{self.crossing}口" if self.crossing else ""
        return f"{self.district}{self.road}{section}{house}{self.floor}{corner}"


@dataclass(frozen=True, slots=True)
class _Found:
    """A road within a text: what stands before it, what it is called, what follows."""

    before: str
    name: str
    section: int | None
    rest: str
    known: bool


@lru_cache(maxsize=8192)
def parse_address(text: str, *, district: str = "") -> Address:
    """Takes an address apart; what it cannot place ends up in `remark`, and nothing raises.

    `district` is the one stated beside the address, to choose among equal road names.
    """
    body, remarks = split_remarks(spell(text).lstrip("-,.、;:"))
    stated, village, body = _front(body)
    road = _road_in(body, stated or district)
    if road is None:
        return Address(stated, village, remark=_joined(body, *remarks))
    house, rest = _house(road.rest)
    crossing, rest = _crossing(rest, remarks, stated or district)
    return Address(
        stated,
        village,
        road.name,
        road.section,
        crossing=crossing,
        remark=_joined(road.before, rest, *remarks),
        known=road.known,
        **house,
    )


def _front(text: str) -> tuple[str, str, str]:
    """District and village at the beginning, and what follows; some sources repeat the district."""
    district = ""
    while True:
        body = without_city(text)
        match = DISTRICT.match(body)
        if not match or not (match[0] in gazetteer().districts or body != text or district):
            break
        district, text = match[0], body[match.end() :]
    match = None if gazetteer().begins(body) else VILLAGE.match(body)
    return (district, match[1] or "", body[match.end() :]) if match else (district, "", body)


def _road_in(text: str, district: str) -> _Found | None:
    roads = gazetteer()
    hits = [hit for hit in (roads.first_in(text, district), roads.first_in(text)) if hit]
    start, key, street = min(hits, key=lambda hit: (hit[0], -len(hit[1])), default=NOTHING)
    unlisted = UNLISTED.match(text)
    if unlisted and (unlisted.end() <= start or _only_the_end(text, start)):
        return _found(text, 0, unlisted[0], unlisted[0], known=False)
    if street is None:
        return None
    return _found(text, start, key, _name(key, street), known=True)


def _only_the_end(text: str, start: int) -> bool:
    """文林北路 is not 林北路: one character in front belongs to the name, unless it points."""
    return start == 1 and text[0] not in "近往沿於由從至在與和及"


def _name(key: str, street: Street) -> str:
    """A road found by its name without the section is called so."""
    return street.name if key == street.key else street.name[:-2]


def _found(text: str, start: int, key: str, name: str, *, known: bool) -> _Found:
    rest = text[start + len(key) :]
    if listed := re.search(rf"({NUMERAL})段$", name):
        return _Found(text[:start], name[: listed.start()], number(listed[1]), rest, known)
    if section := SECTION.match(rest):
        return _Found(text[:start], name, number(section[1]), rest[section.end() :], known)
    return _Found(text[:start], name, None, rest, known)


def _house(text: str) -> tuple[dict[str, str], str]:
    match = HOUSE.match(text)
    return (match.groupdict(default=""), text[match.end() :]) if match else ({}, text)


def _crossing(rest: str, remarks: list[str], district: str) -> tuple[str, str]:
    """The second road of a corner, after the first or in brackets, and the text without it."""
    way = ON_THE_WAY.match(rest)
    follows = rest[way.end() :] if way else rest
    for text, after in [(follows, True), *((remark, False) for remark in remarks)]:
        if corner := _second_road(text, district):
            return corner[0], corner[1] if after else rest
    return "", rest


def _second_road(text: str, district: str) -> tuple[str, str] | None:
    """和 may join two roads or begin the second (和平一路), so the road list is asked first."""
    join = JOINS.match(text)
    for joined, body in ((False, text), (True, text[join.end() :] if join else "")):
        body = body.removeprefix("靠近").removeprefix("近")
        found = _road_in(body, district) if body else None
        if found is None or found.before or not (found.known or joined):
            continue
        corner = CORNER.match(found.rest)
        if corner or (joined and join and join[0] != "、" and not found.rest.startswith("之間")):
            section = f"{numeral(found.section)}段" if found.section else ""
            return found.name + section, found.rest[corner.end() if corner else 0 :]
    return None


def _joined(*parts: str) -> str:
    stripped = (part.strip(",;、。.") for part in parts)
    return " ".join(part for part in stripped if part)


def mask_house_number(text: str) -> str:
    """The address for public display: roads, lanes and landmarks stay, the door does not."""
    return BARE_NUMBER.sub("○號", HOUSE_NUMBER.sub("○號", text))
