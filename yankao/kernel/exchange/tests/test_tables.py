"""Lists go out whole, in three kinds, and nothing in them runs."""

import csv
import io
import json
import time

import pytest
from django.http import Http404
from odfdo import Document

from yankao.kernel.exchange.tables import harmless, table_response

pytestmark = pytest.mark.django_db  # a response that closes looks at the connection
HEADERS = ["案號", "地點"]
ROWS = [["SD1", "中山路, 1號"], ["SD2", "=HYPERLINK(1)"], ["SD3", "上\n下  𠮷 <b>&"]]


def body(kind, rows=ROWS):
    response = table_response(kind, "dispatch", HEADERS, iter(rows))
    content = b"".join(response)
    response.close()
    return response, content


def test_csv_opens_in_a_spreadsheet_and_runs_nothing():
    response, content = body("csv")
    assert content.startswith(b"\xef\xbb\xbf") and "attachment" in response["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows == [HEADERS, ROWS[0], ["SD2", "'=HYPERLINK(1)"], ROWS[2]]


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-1+2", "@SUM", "\t=1", "\r=1", "-", "-1.2.3"])
def test_what_would_run_is_marked_as_text(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "1", "-1", "+886", "-22.5", "中山路=", "a@b"])
def test_what_cannot_run_is_left_alone(text):
    assert harmless(text) == text


def test_json_names_each_value():
    _response, content = body("json")
    assert json.loads(content) == [dict(zip(HEADERS, row, strict=True)) for row in ROWS]
    assert json.loads(body("json", [])[1]) == []


def test_ods_keeps_every_character():
    _response, content = body("ods", [*ROWS, ["SD4\x00", ""]])
    table = Document(io.BytesIO(content)).body.tables[0]
    rows = table.get_values()
    assert rows[:3] == [HEADERS, ROWS[0], ROWS[1]]
    assert rows[4][0] == "SD4"
    assert "𠮷 <b>&" in rows[3][1]


def test_fifty_thousand_rows_take_seconds():
    began = time.monotonic()
    body("ods", (["SD1", "中山路"] for _ in range(50_000)))
    assert time.monotonic() - began < 10


def test_an_unknown_kind_is_not_found():
    with pytest.raises(Http404):
        table_response("exe", "dispatch", HEADERS, [])
