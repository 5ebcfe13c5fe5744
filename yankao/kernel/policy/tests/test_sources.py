"""Officials can check where a default comes from."""

import pytest

from yankao.kernel.policy.apps import sources, strange


def test_every_setting_cites_its_source_in_chinese():
    assert list(sources(None)) == []


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("臺南市政府文化局局長信箱：確認連結 3 日內有效", False),
        ("handbook 5-6 §3", True),
        ("處理派工通報 handbook 5-6 §3", True),
        ("the number is ours", True),
    ],
)
def test_what_only_we_can_read_is_no_source(source, wrong):
    assert strange(source) is wrong
