"""A sketch stays what it was: those of older texts lie in the index."""

from yankao.kernel.text.likeness import BANDS, TURNS, bands, least_of, turned

SAID = "大樓前面的人行道地磚破損凸起，老人家走路常常跌倒"
SKETCH = [
    237228521, 966660684, 2098699801, 646653024,
    1430330098, 891929893, 424519060, 182467518,
]  # fmt: skip


def pairs(text: str) -> list[frozenset[str]]:
    return [frozenset({text[i : i + 2] for i in range(len(text) - 1)})]


def one_by_one(text: str) -> list[frozenset[str]]:
    return [frozenset({text[i : i + 2]}) for i in reversed(range(len(text) - 1))]


def test_the_sketch_of_a_text_never_changes() -> None:
    assert bands(pairs(SAID)) == bands(one_by_one(SAID)) == SKETCH
    turned.cache_clear()
    least_of.cache_clear()
    assert bands(pairs(SAID)) == SKETCH and len(SKETCH) == BANDS
    assert turned.cache_info().currsize == len(one_by_one(SAID))


def test_another_text_has_another_sketch_and_a_short_one_none() -> None:
    assert not set(bands(pairs("夜市攤販半夜收攤後垃圾丟滿地味道很臭"))) & set(SKETCH)
    assert bands(pairs("路燈不亮")) == [] and len(set(turned("路燈"))) == len(TURNS)
