"""What changed between two versions, as people read it."""

import pytest

from ..diff import pieces

MARK = {"kept": "{}", "removed": "[-{}-]", "added": "[+{}+]"}


def shown(before: str, after: str) -> str:
    return "".join(MARK[piece.kind].format(piece.text) for piece in pieces(before, after))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("", "首次擬稿。", "首次擬稿。"),
        ("預計6月30日完成。", "預計6月25日完成。", "預計6月[-30-][+25+]日完成。"),
        ("已派員現勘。", "已派員現勘。預計下週修復。", "已派員現勘。[+預計下週修復。+]"),
        ("您好，感謝來信。", "您好，敬請諒察。", "您好，[-感謝來信。-][+敬請諒察。+]"),
        ("本處已修補路面坑洞", "本局已修復路面坑洞", "本[-處-][+局+]已修[-補-][+復+]路面坑洞"),
        ("本處已修補", "本局將修復", "本[-處已修補-][+局將修復+]"),
        ("see Article 12 now", "see Article 13 now", "see Article [-12-][+13+] now"),
    ],
)
def test_a_change_is_as_short_as_it_is_readable(before: str, after: str, told: str) -> None:
    assert shown(before, after) == told


def test_both_texts_can_be_read_back_from_the_changes() -> None:
    before = "王先生您好：有關建國三路路面維護，本處已於6月16日派員現勘，並排定6月30日前完成。"
    after = "王先生您好：有關建國三路路面，本處於6月17日現勘，並排定於7月5日前完成刨鋪，敬請諒察。"
    found = pieces(before, after)
    assert "".join(p.text for p in found if p.kind != "added") == before
    assert "".join(p.text for p in found if p.kind != "removed") == after


def test_a_long_letter_is_compared_in_a_moment() -> None:
    text = "本處已派員現勘，路面確有破損，將於近日修復。" * 450
    changed = text.replace("近日", "下週", 3) + "特此說明。"
    found = pieces(text, changed)
    assert len(found) < 20 and found[-1].text.endswith("特此說明。")
