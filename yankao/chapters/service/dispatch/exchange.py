"""Which files of 1999 cases can be read, and how a replayed case speaks to our forms."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils.datastructures import MultiValueDict
from PIL import Image

from yankao.kernel.cases.models import Case
from yankao.kernel.exchange.models import Import
from yankao.kernel.people.models import Unit

from . import limits

DATA = Path(__file__).parent / "data"
SOURCES = DATA / "sources"
SAMPLE = DATA / "sample"


RECURRENCES = """
WITH own AS MATERIALIZED (
  SELECT cases_case.* FROM exchange_known AS known
  JOIN cases_case ON cases_case.id = split_part(known.subject, ':', 2)::bigint
  WHERE known.batch_id = ANY(%(parts)s) AND source_city = '' AND category_id IS NOT NULL
), closed AS MATERIALIZED (
  SELECT * FROM cases_case
  WHERE programme = 'dispatch' AND source_city = '' AND closed_at IS NOT NULL
), again AS (
  SELECT own.id, own.opened_at, closed.closed_at FROM own JOIN closed
    ON closed.category_id = own.category_id AND closed.address = own.address
    AND closed.id <> own.id AND own.lng IS NULL AND own.address <> ''
  UNION ALL
  SELECT own.id, own.opened_at, closed.closed_at FROM own JOIN closed
    ON closed.category_id = own.category_id AND closed.id <> own.id
    AND sqrt(((closed.lng - own.lng) * cos(radians(own.lat)) * 111320) ^ 2
             + ((closed.lat - own.lat) * 110574) ^ 2) <= %(metres)s
  WHERE own.lng IS NOT NULL AND closed.lng IS NOT NULL
)
UPDATE dispatch_dispatch SET recurrence = true WHERE case_id IN (
  SELECT id FROM again
  WHERE closed_at BETWEEN opened_at - make_interval(days => %(days)s) AND opened_at
)
"""


def flag_recurrences(parts: Sequence[Import]) -> int:
    """What opening a case does one by one, for all that were imported; says how many."""
    told: dict[str, list[int] | int]
    told = {"parts": [part.pk for part in parts], "days": limits.RECUR_DAYS.value()}
    told["metres"] = limits.SAME_METRES.value()
    with connection.cursor() as cursor:
        cursor.execute(RECURRENCES, told)
        return int(cursor.rowcount)


class Caller:
    """The words and the photo of a replayed day; the contact is nobody's."""

    def opening(self, case: Case, description: str) -> dict[str, Any]:
        return {
            "category": case.category_id,
            "district": case.district_id,
            "address": case.address or (case.district and case.district.name),
            "lng": case.lng,
            "lat": case.lat,
            "channel": case.channel,
            "contact_phone": "1999-0000",
            "description": description or "（無描述）",
            "read_back": "on",
        }

    def answer(self, action: str, case: Case, unit: Unit | None) -> tuple[dict[str, Any], Any]:
        told: dict[str, dict[str, Any]] = {
            "notify": {"unit": unit.pk if unit else "", "phone_notice_to": "值勤窗口"},
            "finish": {"result": "fixed", "remedy": "重播：依當日紀錄完成回報"},
            "rework": {"lack": "other", "reason": "重播：依當日紀錄退回"},
            "reopen": {"reason": "重播：依當日紀錄重啟"},
            "close": {"told_by": "none"},
        }
        files = MultiValueDict({"photos": [photo()]}) if action == "finish" else None
        return told.get(action, {}), files


def photo() -> SimpleUploadedFile:
    """A plain grey picture, because the form rightly asks for one."""
    out = BytesIO()
    Image.new("RGB", (320, 240), "gray").save(out, "JPEG")
    return SimpleUploadedFile("replay.jpg", out.getvalue(), "image/jpeg")
