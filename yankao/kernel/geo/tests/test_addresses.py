"""Addresses are understood as operators and citizens write them."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from yankao.kernel.geo.addresses import Address, mask_house_number, normalise, parse_address

pytestmark = pytest.mark.django_db

WRITTEN = st.text(
    alphabet="高雄市三民區建國路街段巷弄號樓之與口一二三十百千〇○零臺台里鄰村道第上近和"
    "OＯB1F()（【-－、, " + string.digits,
    max_size=24,
)


@pytest.mark.parametrize(
    ("written", "spelt"),
    [
        ("臺北市內湖區內湖路三段六Ｏ巷12弄74號三樓之2", "內湖區內湖路三段60巷12弄74號3樓之2"),
        ("８０２０３高雄市苓雅區四維三路２號", "苓雅區四維三路2號"),
        ("820台灣高雄市岡山區河華路1號", "岡山區河華路1號"),
        ("民權東路6段99號3F", "民權東路六段99號3樓"),
        ("康樂街一八六巷34-3號七樓之1", "康樂街186巷34之3號7樓之1"),
        ("十全一路一百零三號", "十全一路103號"),
        ("建國3路12號B1", "建國三路12號地下1樓"),
        ("大學26街427號", "大學二十六街427號"),
        ("中正路45號之3", "中正路45之3號"),
        ("九如二路96-100號", "九如二路96-100號"),
        ("三鳳九巷5號", "三鳳九巷5號"),
        ("5福2路、8德路2段、10全1路", "五福二路、八德路二段、十全一路"),
        ("新福里003鄰五福二路07號", "新福里3鄰五福二路7號"),
        ("大順二路(近九如路(高架下)) 30號", "大順二路30號"),
        ("鼎力路上(與鼎金後路", "鼎力路上"),
        ("高雄市立美術館", "高雄市立美術館"),
        ("紅50路公車站牌", "紅50路公車站牌"),
        ("", ""),
    ],
)
def test_an_address_has_one_spelling(written, spelt):
    assert normalise(written) == spelt


@given(WRITTEN)
@example("80(x)2高雄市")
@example("1之2路")
@example("1-2-3號")
def test_spelling_an_address_again_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "高雄市三民區建工路415號5樓之2(高科大前)",
            Address(
                "三民區", "", "建工路", number="415", floor="5樓之2", remark="高科大前", known=True
            ),
        ),
        (
            "大社區和平路2段436之1號",
            Address("大社區", "", "和平路", 2, number="436之1", known=True),
        ),
        (
            "復興里復興巷183之4-1號",
            Address("", "復興里", "復興巷", number="183之4之1", known=True),
        ),
        (
            "中山路二段632巷58弄3號前",
            Address("", "", "中山路", 2, "632", "58", "3", remark="前", known=True),
        ),
        ("第三十一號碼頭", Address(road="第三十一號碼頭", known=True)),
        ("頂瑤溝119巷41弄16號", Address("", "", "頂瑤溝", None, "119", "41", "16")),
        ("小港捷運站2號出口", Address(remark="小港捷運站2號出口")),
        ("微笑公園內", Address(remark="微笑公園內")),
        ("11鄰文林北路臨8號", Address(road="文林北路", number="臨8")),
        ("不存在路12號", Address(road="不存在路", number="12")),
        ("", Address()),
    ],
)
def test_an_address_is_taken_apart(text, expected):
    assert parse_address(text) == expected


@pytest.mark.parametrize(
    ("text", "road", "crossing"),
    [
        ("林森一路與中正三路口", "林森一路", "中正三路"),
        ("旗楠公路與常德路路口", "旗楠公路", "常德路"),
        ("凱旋二路與四維一路交叉口(琉璃光診所前)", "凱旋二路", "四維一路"),
        ("高鳳一路上與頂庄路口", "高鳳一路", "頂庄路"),
        ("中安路與翠亨南路口(往北方向)", "中安路", "翠亨南路"),
        ("八卦里京富路與京文街；小六四公園", "京富路", "京文街"),
        ("江都街上和平一路口", "江都街", "和平一路"),
        ("鼎力路上(與鼎金後路口)", "鼎力路", "鼎金後路"),
        ("松藝路上，近環湖路口", "松藝路", "環湖路"),
        ("嫩江街1號與恒豐街口", "嫩江街", "恆豐街"),
        ("青年一路上(介於民權一路與復興二路之間)", "青年一路", ""),
        ("鼎中路685巷43號對面", "鼎中路", ""),
        ("文育路至民族一路", "文育路", ""),
    ],
)
def test_a_corner_names_two_roads(text, road, crossing):
    address = parse_address(text)
    assert (address.road, address.crossing) == (road, crossing)


def test_the_stated_district_chooses_among_equal_names():
    assert parse_address("華園12號").known
    assert parse_address("忠義國小旁", district="大寮區").road == ""


def test_an_address_is_written_out_again():
    assert str(parse_address("三民區建工路415號五樓")) == "三民區建工路415號5樓"
    assert str(parse_address("大社區和平路2段與三民路口")) == "大社區和平路二段與三民路口"


@given(WRITTEN)
def test_no_address_makes_the_reader_fail(text):
    str(parse_address(text))
    mask_house_number(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("三民區建工路100號3樓之2前", "三民區建工路○號前"),
        ("內湖路三段六Ｏ巷12弄74號三樓之2", "內湖路三段六Ｏ巷12弄○號"),
        ("竹寮路14號、 104之1號、120號之28", "竹寮路○號、 ○號、○號"),
        ("65、67號 B1", "○號"),
        ("九如二路382號與384號之間", "九如二路○號與○號之間"),
        ("五甲一路１２－３號", "五甲一路○號"),
        ("建國二路二號民族陸橋旁", "建國二路○號民族陸橋旁"),
        ("自由三路 176-2", "自由三路○號"),
        ("文自路599巷口", "文自路599巷口"),
        ("國道10號下", "國道10號下"),
        ("捷運草衙站一號出口", "捷運草衙站一號出口"),
        ("第31號碼頭", "第31號碼頭"),
        ("民族一路過承德路20公尺", "民族一路過承德路20公尺"),
    ],
)
def test_the_public_sees_the_road_but_not_the_door(text, shown):
    assert mask_house_number(text) == shown
    assert mask_house_number(shown) == shown
