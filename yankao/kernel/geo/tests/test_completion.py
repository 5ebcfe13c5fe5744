"""A few characters are enough to name a road."""

from time import thread_time

import pytest

from yankao.kernel.geo.addresses import complete
from yankao.kernel.geo.models import District

pytestmark = pytest.mark.django_db


def texts(text, **options):
    return [suggestion.text for suggestion in complete(text, **options)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("建國三路", "三民區建國三路"),
        ("三民 建國 三", "三民區建國三路"),
        ("鳳山區光遠", "鳳山區光遠路"),
        ("鳳山光遠", "鳳山區光遠路"),
        ("高雄市鳳山區光遠路１２號", "鳳山區光遠路12號"),
        ("光遠東路 12", "鳳山區光遠東路12"),
        ("建國3", "三民區建國三路"),
        ("建國３路", "三民區建國三路"),
        ("臺鋁", "前鎮區台鋁一巷"),
        ("jianguo 3rd", "三民區建國三路"),
        ("Guangyuan Rd Fengshan", "鳳山區光遠路"),
    ],
)
def test_the_road_meant_comes_first(text, first):
    assert texts(text)[0] == first


def test_numbered_roads_come_in_their_order():
    assert texts("三民 建國")[:4] == [
        "三民區建國路",
        "三民區建國一路",
        "三民區建國二路",
        "三民區建國三路",
    ]


def test_a_chosen_district_comes_before_the_others():
    fengshan = District.objects.get(name="鳳山區")
    assert texts("中山路", district=fengshan)[0] == "鳳山區中山路"
    assert len(texts("中山路", district=fengshan)) == 8


def test_a_suggestion_says_what_it_stands_for():
    (found,) = complete("三民區建國三路9號")
    assert (found.text, found.road, found.district) == ("三民區建國三路9號", "建國三路", "三民區")
    assert (found.district_code, found.district_en) == ("64000050", "Sanmin District")


@pytest.mark.parametrize("text", ["", "   ", "三民區", "zzz", "𠮷野路", "()", "%_\\"])
def test_what_names_no_road_suggests_none(text):
    assert texts(text) == []


def test_the_list_is_as_long_as_asked():
    assert len(texts("路", limit=3)) == 3


def test_completing_takes_less_than_five_milliseconds():
    complete("路")
    quickest = min(_took(text) for text in ["三民 建國", "中山路", "光遠", "路"] for _ in range(5))
    assert quickest < 0.005


def _took(text):
    start = thread_time()
    complete(text)
    return thread_time() - start
