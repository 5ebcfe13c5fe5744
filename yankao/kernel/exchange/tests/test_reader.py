"""Files come as they are: every encoding, every shape, nothing lost on the way."""

import gzip
import json

import pytest

from yankao.kernel.exchange.reader import SURPLUS, Reader, UnreadableFile

ROWS = [{"號": "1", "地點": "中山路"}, {"號": "2", "地點": "𠮷林路"}]
CSV = "號,地點\r\n1,中山路\r\n2,𠮷林路\r\n"


def read(tmp_path, content, name="file"):
    path = tmp_path / name
    path.write_bytes(content)
    return [row for _line, row in Reader(path)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_csv_is_read_with_and_without_a_mark(tmp_path, encoding):
    assert read(tmp_path, CSV.encode(encoding)) == ROWS


def test_big5_is_recognised(tmp_path):
    assert read(tmp_path, "號,地點\n1,中山路\n".encode("big5")) == ROWS[:1]


def test_zipped_is_known_by_its_first_bytes(tmp_path):
    assert read(tmp_path, gzip.compress(CSV.encode()), "file.csv") == ROWS


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ROWS),
        json.dumps({"號": "1", "地點": "中山路"}) + "\n" + json.dumps(ROWS[1]) + "\n\n",
    ],
)
def test_json_comes_as_a_list_or_by_line(tmp_path, text):
    assert read(tmp_path, text.encode()) == ROWS


def test_one_object_is_a_list_of_one(tmp_path):
    assert read(tmp_path, json.dumps(ROWS[0]).encode()) == ROWS[:1]


def test_records_under_a_name(tmp_path):
    path = tmp_path / "file.json"
    path.write_text(json.dumps({"result": {"n": 2}, "rows": ROWS}))
    assert [row for _line, row in Reader(path, records="rows")] == ROWS


def test_numbers_and_nothing_become_text(tmp_path):
    assert read(tmp_path, b'[{"a": 1, "b": null, "c": true, "d": " x "}]') == [
        {"a": "1", "b": "", "c": "true", "d": "x"}
    ]


def test_surplus_and_missing_cells_are_kept_apart(tmp_path):
    first, second = read(tmp_path, b"a,b\n1,2,3,4\n1\n")
    assert json.loads(first[SURPLUS]) == ["3", "4"] and second == {"a": "1", "b": ""}


def test_nul_is_left_out_and_counted(tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes(b"a,b\n1\x00,2\n")
    reader = Reader(path)
    assert [row for _line, row in reader] == [{"a": "1", "b": "2"}] and reader.cleaned == 1


def test_lines_between_quotes_are_one_row(tmp_path):
    assert read(tmp_path, b'a,b\n"1\n2",3\n') == [{"a": "1\n2", "b": "3"}]


def test_broken_json_lines_say_where(tmp_path):
    with pytest.raises(UnreadableFile, match="line 2"):
        read(tmp_path, b'{"a": 1}\n{"a": \n')


def test_an_empty_file_has_no_rows(tmp_path):
    assert read(tmp_path, b"") == []
