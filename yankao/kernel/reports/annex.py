"""The data annex: every number of an issue with its definition, rows and moment, as CSV and ODS."""

from collections.abc import Iterator
from io import BytesIO

from yankao.kernel.exchange.sheets import write_sheet
from yankao.kernel.exchange.tables import csv_lines
from yankao.kernel.values.taipei import local

from .models import Frozen, Issue

HEADERS = [
    "編號", "數字", "期間", "條件", "印出文字", "值", "單位", "資料筆數", "資料指紋", "定義",
    "負責單位", "凍結時間", "來源網址",
]  # fmt: skip


def rows(issue: Issue, site: str) -> Iterator[list[str]]:
    for one in issue.figures.select_related("rows"):
        yield line(one, f"{site}{issue.url}figures/{one.index}/")


def line(one: Frozen, url: str) -> list[str]:
    asked = "、".join(f"{key}={value}" for key, value in one.asked.items())
    value = "" if one.value is None else f"{one.value.normalize():f}"
    return [
        str(one.index), one.label, one.period, asked, one.text, value, one.unit,
        str(one.rows.count), one.rows.digest, one.definition, one.owner,
        local(one.at).isoformat(timespec="seconds"), url,
    ]  # fmt: skip


def csv(issue: Issue, site: str) -> bytes:
    return "".join(csv_lines(HEADERS, rows(issue, site))).encode()


def ods(issue: Issue, site: str) -> bytes:
    out = BytesIO()
    write_sheet(out, "數據附表", HEADERS, rows(issue, site))
    return out.getvalue()
