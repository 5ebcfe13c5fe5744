"""One spelling for the many ways in which a Taiwanese address is written."""

import re
import unicodedata

VARIANTS = str.maketrans("臺峯舘号楼恒双﹣–—−", "台峰館號樓恆雙----")
ONES = {"〇": 0, "○": 0, "零": 0, "O": 0, **{c: i for i, c in enumerate("一二三四五六七八九", 1)}}
UNITS = {"十": 10, "百": 100, "千": 1000}
IN_NUMERAL = "一二三四五六七八九十百千〇○零O"
NUMERAL = rf"[一二三四五六七八九十百千][{IN_NUMERAL}]*"

CITY = re.compile(
    r"(?:\d{3,6}(?=台灣|[^\d\W]{2}[市縣]|[^\d\W]{2,3}區))?(?:中華民國)?(?:台灣省?(?!大道))?"
    r"(?:高雄[市縣](?!立|政府|議會|場)|[^\d\W]{2}[市縣](?=[^\d\W]{1,3}[區鄉鎮市]))?"
)
BRACKETS = "()[]{}〔〕【】"
REMARK = re.compile(r"[(\[{〔【][^()\[\]{}〔〕【】]*(?:[)\]}〕】]|$)")

# Counted things become digits; numerals inside names (三鳳九巷, 建國三路) stay.
COUNTED = [
    re.compile(rf"({NUMERAL})(?=[號樓鄰])"),
    re.compile(rf"(?:(?<=[路街道段村里鄰])|^)({NUMERAL})(?=巷)"),
    re.compile(rf"(?<=巷)({NUMERAL})(?=弄)"),
    re.compile(rf"(?<=之)({NUMERAL})(?![{IN_NUMERAL}路街道段巷])"),
]
# Sections and numbered roads are named, whatever was typed (3段, 5福路, 建國3路).
NAMED = [
    re.compile(
        r"(?<!\d)(\d{1,2})(?=[心聖多民信維福甲合賢德如全][一二三四五1-5]?[東西南北]?[路街])"
    ),
    re.compile(r"(?<!\d)(\d{1,2})(?=段)"),
    re.compile(r"(?<=[^\W\d_A-Za-z之紅])(?<!^國)(?<![與近和]國)(\d{1,2})(?=[路街](?!公車|線))"),
]
BASEMENT = re.compile(r"(?<![A-Za-z])[Bb](\d)[Ff樓]?(?![\d號])")
FLOOR = re.compile(r"(?<=\d)[Ff](?![A-Za-z])")
HYPHEN = re.compile(r"(\d+)-(?=(\d+)(?:[-之]\d+)*(?:號|$))")
HYPHEN_AFTER = re.compile(r"(?<=[號樓])-(?=\d)")
SUB_AFTER = re.compile(r"(\d+)號之(\d+)(?![\d號])")
LEADING_ZEROS = re.compile(r"(?<![\d.])0+(?=\d+[鄰巷弄號樓])")


def normalise(text: str) -> str:
    """The address in one spelling, without city, zip code and bracketed remarks.

    Half width, 台 for 臺, Chinese numerals for sections, digits for lanes, numbers and floors.
    """
    while (spelt := without_city(split_remarks(spell(text))[0])) != text:
        text = spelt
    return text


def spell(text: str) -> str:
    """One spelling of what is there; nothing is taken away but blanks."""
    text = unicodedata.normalize("NFKC", text).translate(VARIANTS)
    text = "".join(text.split())
    for rule in COUNTED:
        text = rule.sub(lambda match: str(number(match[1])), text)
    for rule in NAMED:
        text = rule.sub(lambda match: numeral(int(match[1])), text)
    text = FLOOR.sub("樓", BASEMENT.sub(r"地下\1樓", text))
    text = HYPHEN_AFTER.sub("之", HYPHEN.sub(_sub_number, text))
    return LEADING_ZEROS.sub("", SUB_AFTER.sub(r"\1之\2號", text))


def split_remarks(text: str) -> tuple[str, list[str]]:
    """The text outside brackets, and what stood in each."""
    remarks: list[str] = []
    while match := REMARK.search(text):
        remarks.append(match[0].strip(BRACKETS))
        text = text[: match.start()] + text[match.end() :]
    return text.strip(BRACKETS), remarks


def without_city(text: str) -> str:
    """What follows zip code, country and city."""
    while (match := CITY.match(text)) and match[0]:
        text = text[match.end() :]
    return text


def number(run: str) -> int:
    """A Chinese numeral, by place (六〇 = 60) or by unit (一百零三 = 103)."""
    total = digit = 0
    for char in run:
        if char in UNITS:
            total, digit = total + (digit or 1) * UNITS[char], 0
        else:
            digit = digit * 10 + ONES[char]
    return total + digit


def numeral(value: int) -> str:
    """A number below a hundred in Chinese, as road names write it."""
    tens, ones = divmod(value, 10)
    names = "零一二三四五六七八九"
    if not tens:
        return names[ones]
    return ("" if tens == 1 else names[tens]) + "十" + (names[ones] if ones else "")


def _sub_number(match: re.Match[str]) -> str:
    """34-3號 is 34之3號, but 96-100號 names a stretch of houses."""
    first, second = int(match[1]), int(match[2])
    stretch = second >= 10 and second > first
    return f"{first}-" if stretch else f"{first}之"
