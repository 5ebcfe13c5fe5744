"""Every row ends stored, known or rejected; twice is once; a killed import goes on."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from yankao.kernel.cases.models import Case, Category
from yankao.kernel.exchange.mapping import BadMapping, load
from yankao.kernel.exchange.models import Import, Known, Reject, Remark
from yankao.kernel.programmes.importing.counting import Tally
from yankao.kernel.programmes.importing.observed import Observed
from yankao.kernel.programmes.importing.run import Source, run
from yankao.kernel.testing.desk import Desk
from yankao.kernel.timeline.timeline import broken, entries

SOURCES = Path(__file__).parents[4] / "chapters" / "service" / "dispatch" / "data" / "sources"
HEADER = (
    "file_no,created_at,district,address,unit_code,category,description,status_code,reply,"
    "saved_at,closed_at,lat,lon,last_change_seen_at,left_feed_at_est"
)
CLOSED = (
    "INS160910361,2016-09-10T23:18:49+08:00,三民區,孝順街,A03000,空氣污染,有異味,5,已巡查,"
    "2016-09-10T23:21:09+08:00,2016-09-11T06:51:57+08:00,22.6390,120.3020,"
    "2016-09-13T03:07:18+08:00,2016-09-13T06:47:22+08:00"
)
LEFT = (
    "160910359,2016-09-10T22:51:24+08:00,前鎮區,大華一路,B01001,路面坑洞(一),坑洞,3,,"
    "2016-09-10T22:52:28+08:00,,,,2016-09-13T03:07:18+08:00,2016-09-13T06:17:17+08:00"
)


@pytest.fixture
def desk(city, frozen):
    return Desk("dispatch", frozen)


@pytest.fixture
def write(tmp_path):
    def write(*rows, header=HEADER, name="cases.csv"):
        path = tmp_path / name
        path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
        return path

    return write


def take(path, mapping="kaohsiung", **more):
    batch = run(Source(path, load(SOURCES / f"{mapping}.toml"), more.pop("observed", None)), **more)
    tally = Tally(batch.counts)
    assert tally.adds_up(), tally.counts
    return tally


def test_a_closed_row_becomes_a_case_with_its_past(desk, write):
    assert take(write(CLOSED))["stored"] == 1
    case = Case.objects.get()
    assert case.state == "closed" and case.closed_at.isoformat() == "2016-09-10T22:51:57+00:00"
    assert case.number == "SD1050910-0001" and case.dispatch.source_number == "INS160910361"
    assert case.holder.code == "A03000" and case.district.name == "三民區"
    assert case.dispatch.remedy == "已巡查" and case.dispatch.online_notice_at
    assert [e.verb for e in entries(case.subject)] == ["open", "notify", "observed"]
    assert broken(case.subject) == [] and case.late


def test_what_left_the_source_unclosed_stays_unknown(desk, write):
    tally = take(write(LEFT))
    case = Case.objects.get()
    assert case.state == "handling" and case.closed_at is None and case.late
    assert case.censored_at.isoformat() == "2016-09-12T22:17:17+00:00"
    assert not Case.objects.open().exists() and tally["censored"] == 1
    assert tally.group("repaired") == {"prefix_restored": 1}
    assert case.holder.code == "B01000"


def test_the_same_file_twice_stores_nothing_new(desk, write):
    path = write(CLOSED, LEFT)
    take(path)
    tally = take(path)
    assert (tally["stored"], tally["known"], tally["changed"]) == (0, 2, 0)
    assert Case.objects.count() == 2


def test_a_row_that_changed_is_known_and_remarked_not_overwritten(desk, write):
    take(write(CLOSED))
    tally = take(write(CLOSED.replace("已巡查", "已開罰"), name="later.csv"))
    assert (tally["known"], tally["changed"]) == (1, 1)
    assert Remark.objects.get(kind="changed").key == "INS160910361"
    assert Case.objects.get().dispatch.remedy == "已巡查"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (CLOSED.replace("INS160910361", "B-7"), "bad_number"),
        (CLOSED.replace("2016-09-10T23:18:49+08:00", "soon"), "no_moment"),
        (CLOSED.replace(",5,", ",6,"), "unknown_state"),
        (CLOSED + ",surplus", "surplus_cells"),
    ],
)
def test_what_cannot_be_stored_is_listed_with_its_reason(desk, write, wrong, reason):
    tally = take(write(LEFT, wrong))
    assert (tally["rows"], tally["stored"]) == (2, 1)
    reject = Reject.objects.get()
    assert (reject.reason, reject.line) == (reason, 2) and reject.row["district"] == "三民區"


@pytest.mark.parametrize(
    ("place", "kind", "kept"),
    [
        ("22.6390,120.3020", "", True),
        ("22.5794,120.3127", "remarked.outside_district", True),
        ("120.3020,22.6390", "repaired.coordinates_swapped", True),
        ("0,0", "repaired.zero_point_dropped", False),
        ("25.04,121.56", "remarked.outside_city", False),
        ("22.7235893117,120.270508552", "repaired.default_point_dropped", False),
        ("north,", "repaired.coordinates_unreadable", False),
    ],
)
def test_points_are_kept_mended_or_dropped(desk, write, place, kind, kept):
    tally = take(write(CLOSED.replace("22.6390,120.3020", place)))
    assert not kind or tally[kind] == 1
    assert (Case.objects.get().lng is not None) == kept


def test_moments_never_go_back(desk, write):
    early = CLOSED.replace("2016-09-10T23:21:09+08:00", "2016-09-10T23:00:00+08:00")
    tally = take(write(early))
    case = Case.objects.get()
    assert tally.group("repaired") == {"notified_before_opened": 1}
    moments = [entry.at for entry in entries(case.subject)]
    assert moments == sorted(moments) and moments[0] == case.opened_at


def test_unknown_words_are_remarked_and_kept_on_the_timeline(desk, write):
    strange = CLOSED.replace("A03000", "Z99999").replace("空氣污染", "噴火龍")
    tally = take(write(strange))
    assert tally.group("remarked") == {"unknown_category": 1, "unknown_unit": 1}
    opened = next(iter(entries(Case.objects.get().subject)))
    assert "原類別：噴火龍" in opened.data["notes"] and "原單位：Z99999" in opened.data["notes"]


def test_likely_duplicates_are_suggested_not_merged(desk, write):
    again = CLOSED.replace("INS160910361", "INS160911001").replace("-10T23:18", "-11T20:18")
    later = CLOSED.replace("INS160910361", "INS160913001").replace("-10T23:18", "-13T20:18")
    tally = take(
        write(CLOSED, again.replace("-11T06", "-12T06"), later.replace("-11T06", "-14T06"))
    )
    assert tally["remarked.duplicate"] == 1 and Case.objects.count() == 3
    assert Remark.objects.get(kind="duplicate").message == "SD1050910-0001"


def test_observed_changes_become_the_timeline(desk, write):
    cases = write(CLOSED)
    events = write(
        "INS160910361,2016-09-10T23:20:00+08:00,1,B01000,空氣污染,new",
        "INS160910361,2016-09-10T23:22:00+08:00,2,A03000,空氣污染,Status_|ReplyUnit_",
        "INS160910361,2016-09-10T23:40:00+08:00,3,A03000,空氣污染,Status_",
        "INS160910361,2016-09-10T23:50:00+08:00,3,A03000,空氣污染,BeforeDesc_",
        "INS160910361,2016-09-11T00:50:00+08:00,4,A03000,空氣污染,Status_",
        "INS160910361,2016-09-11T06:53:00+08:00,5,A03000,空氣污染,Status_",
        "INS160999999,2016-09-11T06:53:00+08:00,5,A03000,空氣污染,new",
        "INS160910361,never,5,A03000,空氣污染,new",
        header="file_no,observed_at,status_code,unit_code,category,changed_fields",
        name="events.csv",
    )
    observed = Observed(events, load(SOURCES / "kaohsiung.toml"))
    tally = take(cases, observed=observed)
    case = Case.objects.get()
    verbs = [entry.verb for entry in entries(case.subject)]
    assert verbs == ["open", "notify", "accept", "observed", "finish", "close"]
    assert case.hand_overs == 1 and case.holder.code == "A03000" and not case.late
    assert case.dispatch.finished_at.isoformat() == "2016-09-10T16:50:00+00:00"
    assert case.closed_at.isoformat() == "2016-09-10T22:51:57+00:00"
    counted = Tally(observed.record([Import.objects.get()]).counts)
    assert counted.adds_up() and counted["rows"] == 8 and counted["stored"] == 6
    assert counted.group("rejected") == {"no_moment": 1, "no_case": 1}
    assert tally["entries"] == 6


def many(count):
    return [CLOSED.replace("INS160910361", f"INS16091{n:04d}") for n in range(count)]


def test_an_import_that_was_killed_goes_on_where_it_was(desk, write):
    path = write(*many(10), "broken,row")

    def pull_the_plug(tally):
        if tally["rows"] == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take(path, size=3, say=pull_the_plug)
    assert Import.objects.get().position == 6 and Case.objects.count() == 6
    tally = take(path, size=3)
    assert (tally["rows"], tally["stored"], tally["known"]) == (11, 10, 0)
    batch = Import.objects.get()
    assert batch.finished_at and batch.position == 11 and Known.objects.count() == 10
    numbers = sorted(Case.objects.values_list("number", flat=True))
    assert numbers == [f"SD1050910-{n:04d}" for n in range(1, 11)]


def test_other_cities_stand_beside_ours(desk, write):
    header = "case_id,item,address,district,created_at"
    path = write(
        "2025061610335,市區道路坑洞處理,松山區敦化北路,松山區,2025-07-01T10:32:07+08:00",
        "2025061610335,人孔蓋(含周邊)破損、遺失處理,松山區敦化北路,松山區,2025-08-05T08:36:51+08:00",
        header=header,
    )
    tally = take(path, "taipei")
    assert tally["stored"] == 2 and tally["remarked.dispatched_again"] == 1
    case = Case.objects.earliest("opened_at")
    assert case.source_city == "taipei" and case.district is None and case.due_at is None
    assert case.category.code == "pothole" and not Case.objects.ours().exists()
    assert not case.clocks.exists() and case.censored_at == case.opened_at


def test_destroyed_numbers_and_shifted_columns(desk, write):
    header = "案件編號,派工項目,案件地址,立案日期,立案時間"
    path = write(
        "2.02504E+12,大型廢棄物清運聯繫,萬華區興寧街１號,20250430,235806",
        "202502281,路燈不亮或損壞,信義區No. 17,Yongji Rd,Yaxiang",
        "2025022810001,路燈不亮或損壞,信義區No. 17,Yongji Rd,20250228,101500",
        header=header,
    )
    tally = take(path, "taipei")
    assert tally.group("rejected") == {"column_shift": 1}
    assert tally.group("repaired") == {"id_rebuilt": 1, "cells_rejoined": 1}
    assert Case.objects.filter(address="信義區No. 17,Yongji Rd").exists()
    assert take(path, "taipei")["known"] == 2


def test_the_interface_is_read_one_object_too(desk, tmp_path):
    path = tmp_path / "one.json"
    told = {"FileNo_": "INS170821160", "Status_": "5", "Cre_Date_": "2017/8/21 上午 12:23:52"}
    told |= {"ReplyUnit_": "A04000", "ZipName_": "鹽埕區", "address_": "五福四路與鹽埕街口"}
    told |= {"InformDesc_": "號誌故障", "BeforeDesc_": "閃爍", "AfterDesc_": "", "Lat_": ""}
    told |= {"Save_Date_": "2017/8/21 下午 12:30:00", "Close_Date_": "", "Lng_": ""}
    path.write_text(json.dumps(told, ensure_ascii=False))
    assert take(path, "kaohsiung-open1999")["stored"] == 1
    case = Case.objects.get()
    assert case.opened_at.isoformat() == "2017-08-20T16:23:52+00:00"
    assert case.state == "closed" and case.closed_at.isoformat() == "2017-08-21T04:30:00+00:00"


def command(*args):
    out, err = io.StringIO(), io.StringIO()
    call_command("import_1999", *map(str, args), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_command_guesses_the_mapping_and_reports(desk, write):
    out, err = command(write(CLOSED, LEFT, "broken,row"))
    assert "列數 3" in out and "已存入 2" in out and "bad" not in out and "退件 1" in out
    assert "3/3" in err


def test_what_came_back_within_a_week_is_flagged(desk, write):
    again = CLOSED.replace("INS160910361", "INS160914001").replace("-10T23:18", "-14T08:00")
    again = again.replace("-11T06", "-14T09").replace("22.6390,120.3020", "22.6391,120.3021")
    elsewhere = again.replace("INS160914001", "INS160914002").replace("22.6391", "22.6491")
    out, _err = command(write(CLOSED, again, elsewhere))
    assert "七日內再發生 1" in out
    assert Case.objects.get(dispatch__recurrence=True).dispatch.source_number == "INS160914001"


def test_the_command_says_what_it_cannot_read(desk, write, tmp_path):
    with pytest.raises(CommandError, match="沒有適用於"):
        command(write("1,2", header="a,b"))
    with pytest.raises(CommandError, match="沒有這個檔案"):
        command(tmp_path / "nothing.csv")
    with pytest.raises(CommandError, match="可用："):
        command(write(CLOSED), "--mapping", "atlantis")


def test_a_mapping_without_the_needed_columns_is_refused(tmp_path):
    path = tmp_path / "new.toml"
    path.write_text('name = "x"\nsource = "x"\nprogramme = "dispatch"\n[columns]\nnumber = "id"\n')
    with pytest.raises(BadMapping, match="opened_at"):
        load(path)


def test_variants_of_a_category_are_the_same_category():
    mapping = load(SOURCES / "kaohsiung.toml")
    assert mapping.our_category("路燈故障(一)") == "lamp_out"
    assert mapping.our_category("公所-路燈故障(二)") == "lamp_out"
    assert mapping.our_category("噴火龍(一)") is None


def test_every_category_of_every_crosswalk_leads_to_the_catalogue(desk):
    codes = set(Category.objects.filter(programme="dispatch").values_list("code", flat=True))
    for path in SOURCES.glob("*.toml"):
        assert set(load(path).categories.values()) <= codes | {""}
