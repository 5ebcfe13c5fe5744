"""What the API says of a figure. Numbers are texts, so that no reader rounds them."""

from ninja import Schema


class FigureOut(Schema):
    name: str
    label: str
    label_en: str
    unit: str
    definition: str
    source: str
    audience: str
    direction: str
    target: str | None
    dimensions: list[str]


class PointOut(Schema):
    period: str
    value: str | None
    whole: str | None


class SliceOut(Schema):
    key: str
    label: str
    value: str | None
    whole: str | None
    note: str


class ValueOut(FigureOut):
    period: str
    value: str | None
    shown: str
    light: str
    report_year: int
    subject_year: int
    notes: list[str]
    series: list[PointOut]
    groups: list[SliceOut]


class RowsOut(Schema):
    total: int | None
    withheld: int | None
    numbers: list[str]
    after: str
