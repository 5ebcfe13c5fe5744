"""Units enter the tree once, change by a new row, and are refused with a reason."""

import csv
import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from yankao.kernel.people.loading import UNITS, load_units
from yankao.kernel.people.models import Unit

pytestmark = pytest.mark.django_db

COLUMNS = ["code", "name", "level", "parent", "valid_from", "valid_to", "successor", "phone"]
CITY = {"code": "C", "name": "市政府", "level": "city", "parent": ""}
WORKS = {"code": "W", "name": "工務局", "level": "first", "parent": "C"}
REPAIR = {"code": "R", "name": "養工處", "level": "second", "parent": "W"}
REFORM = date(2026, 7, 1)


@pytest.fixture
def load(tmp_path):
    def write_and_load(*rows, on=REFORM):
        path = tmp_path / "units.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
        return load_units(path, on=on)

    return write_and_load


def current(code):
    return Unit.objects.current(date(2026, 12, 31)).get(code=code)


def test_the_bundled_list_is_whole_and_takes_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        loaded = load_units(UNITS)
    assert (loaded.stored, loaded.changed, loaded.rejected) == (131, 0, [])
    assert Unit.objects.current().count() == 120
    assert Unit.objects.current().filter(level="district").count() == 38


def test_the_bundled_list_knows_every_unit_of_the_1999_system_by_its_code():
    load_units(UNITS)
    expected = {"B01000": "養工處", "B01001": "養工處2", "E01005": "台電公司", "A03000": "環保局"}
    found = Unit.objects.current().filter(code__in=expected)
    assert {unit.code: unit.short_name for unit in found} == expected
    flood_control = current("B02000")
    assert (flood_control.level, flood_control.parent.short_name) == ("section", "水利局")
    assert current("RDEC-JSC").parent.short_name == "研究發展考核委員會"


def test_the_bundled_list_keeps_what_was_true_then():
    load_units(UNITS)
    then = Unit.objects.current(date(2014, 12, 24)).get(code="F01026")
    assert then.parent.short_name == "民政局"
    assert current("F01026").parent.short_name == "高雄市政府"
    assert then.successor == current("F01026")
    conscription = Unit.objects.get(short_name="兵役局")
    assert conscription.valid_to == date(2017, 1, 1)
    assert conscription.today().short_name == "兵役處"
    assert Unit.objects.get(short_name="資訊中心").today().short_name == "資訊處"


def test_loading_again_changes_nothing():
    load_units(UNITS)
    before = list(Unit.objects.order_by("pk").values())
    again = load_units(UNITS)
    assert (again.stored, again.changed, again.rejected) == (0, 0, [])
    assert list(Unit.objects.order_by("pk").values()) == before


def test_the_order_of_lines_does_not_matter(load):
    assert load(REPAIR, WORKS, CITY).stored == 3
    assert set(Unit.objects.within(current("C"))) == set(Unit.objects.all())
    assert current("R").path == f"{current('W').path}{current('R').pk}/"


def test_a_new_name_ends_the_old_unit_and_is_followed_by_the_new(load):
    load(CITY, WORKS, REPAIR)
    old = current("W")
    loaded = load(CITY, WORKS | {"name": "公共工程局"}, REPAIR)
    assert loaded.stored == 1
    old.refresh_from_db()
    assert (old.name, old.valid_to, old.successor) == ("工務局", REFORM, current("W"))
    assert (current("W").name, current("W").valid_from) == ("公共工程局", REFORM)
    assert Unit.objects.current(date(2026, 6, 30)).get(code="W") == old


def test_units_below_move_with_the_unit_above(load):
    load(CITY, WORKS, REPAIR)
    repair = current("R")
    load(WORKS | {"name": "公共工程局"})
    repair.refresh_from_db()
    assert repair.parent == current("W")
    assert repair in Unit.objects.within(current("W"))
    assert repair.valid_from == date(2010, 12, 25)


def test_the_day_in_the_file_decides_when_a_change_takes_effect(load):
    load(CITY, WORKS)
    load(CITY, WORKS | {"name": "公共工程局", "valid_from": "2025-01-01"})
    assert current("W").valid_from == date(2025, 1, 1)


def test_a_file_may_tell_the_whole_story(load):
    load(CITY, WORKS)
    story = [
        WORKS | {"valid_to": "2025-01-01"},
        WORKS | {"name": "新局", "valid_from": "2025-01-01"},
    ]
    assert load(CITY, *story).stored == 1
    assert load(CITY, *story).stored == 0
    assert Unit.objects.get(name="工務局").successor == current("W")


def test_moving_to_another_parent_is_a_reorganisation(load):
    load(CITY, WORKS, REPAIR)
    assert load(CITY, WORKS, REPAIR | {"parent": "C"}).stored == 1
    assert current("R").parent == current("C")
    assert Unit.objects.filter(code="R").count() == 2


def test_a_new_telephone_number_corrects_the_row(load):
    load(CITY, WORKS)
    loaded = load(CITY, WORKS | {"phone": "07-3368333"})
    assert (loaded.stored, loaded.changed) == (0, 1)
    assert current("W").phone == "07-3368333"


def test_what_the_file_leaves_blank_stays(load):
    load(CITY, WORKS)
    Unit.objects.filter(code="W").update(short_name="工務", phone="07-3368333")
    loaded = load(CITY, WORKS)
    assert (loaded.stored, loaded.changed) == (0, 0)
    assert (current("W").short_name, current("W").phone) == ("工務", "07-3368333")


def test_units_cannot_be_hung_in_a_circle_through_what_is_stored(load):
    load(CITY, WORKS, REPAIR)
    loaded = load(WORKS | {"parent": "R"})
    assert "繞回" in loaded.rejected[0].reason
    assert current("W").parent == current("C")


def test_an_abolished_unit_answers_through_its_successor(load):
    load(CITY, WORKS, REPAIR)
    loaded = load(CITY, WORKS, REPAIR | {"valid_to": "2026-01-01", "successor": "W"})
    assert (loaded.stored, loaded.changed) == (0, 1)
    assert Unit.objects.get(code="R").today() == current("W")


def test_a_unit_the_file_does_not_mention_stays(load):
    load(CITY, WORKS, REPAIR)
    load(CITY)
    assert current("R").parent == current("W")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"code": "X", "level": "first", "parent": "C"}, "名稱"),
        ({"code": "X", "name": "某局", "level": "bureau", "parent": "C"}, "層級"),
        ({"code": "X", "name": "某局", "level": "first", "parent": "Q"}, "找不到上級單位 Q"),
        (WORKS | {"code": "X", "valid_from": "99/12/25"}, "2014-12-25 的樣子"),
        (WORKS | {"code": "X", "valid_from": "2020-01-01", "valid_to": "2019-01-01"}, "失效日"),
        (WORKS | {"code": "X", "valid_to": "2019-01-01", "successor": "Q"}, "找不到承接單位 Q"),
        (WORKS | {"name": "第二個工務局"}, "期間重疊"),
        (WORKS | {"code": "X", "parent": "X"}, "繞回"),
        (WORKS | {"code": "X" * 21}, "代碼"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_stored(load, row, reason):
    loaded = load(CITY, WORKS, row, REPAIR)
    assert loaded.stored == 3
    (rejected,) = loaded.rejected
    assert (rejected.line, rejected.code) == (4, row["code"])
    assert reason in rejected.reason


def test_what_hangs_below_a_refused_line_is_refused_too(load):
    loaded = load(CITY, WORKS | {"level": "nonsense"}, REPAIR)
    assert [row.line for row in loaded.rejected] == [3, 4]
    assert loaded.stored == 1


def test_a_unit_that_ended_is_not_revived_by_an_older_file(load):
    load(CITY, WORKS | {"valid_to": "2020-01-01"})
    loaded = load(CITY, WORKS)
    assert loaded.stored == 0
    assert "期間重疊" in loaded.rejected[0].reason


def test_the_command_reports_what_it_did(tmp_path):
    out = io.StringIO()
    call_command("load_units", stdout=out)
    assert "新增 131 個單位" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("load_units", str(tmp_path / "missing.csv"))
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(CommandError, match="code, level, name, parent"):
        call_command("load_units", str(tmp_path / "other.csv"))
