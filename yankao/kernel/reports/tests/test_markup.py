"""The text form: what it reads, what it refuses, and that nothing of it is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from yankao.kernel.reports.document import Ref, plain
from yankao.kernel.reports.markup import letters, paragraphs, parse, typed_numbers
from yankao.kernel.reports.merging import join, settle

TEXT = """## 案件概況

全年受理 {{petitions.opened}} 件，[^a]
平均每月 {{petitions.opened_monthly year=111 form="約"}} 件。

- 第一項
- 第二項 {{dispatch.opened district=鳳山區}}

1. 甲
2. 乙

| 月份 | 件數 |
|---|---|
| 一月 | {{dispatch.opened month=1}} |

{{table dispatch.opened by=district}}

{{chart dispatch.opened by=month}}

[^a]: 不含他市轉來之案件。
"""


def test_a_text_is_read_block_by_block():
    read = parse(TEXT)
    assert read.faults == ()
    kinds = ["heading", "paragraph", "list", "list", "table", "table", "chart"]
    assert [block.kind for block in read.blocks] == kinds
    paragraph = read.blocks[1]
    assert plain(paragraph.runs).startswith("全年受理 {{petitions.opened}} 件，")
    assert paragraph.runs[3].note[0].text == "不含他市轉來之案件。"
    assert paragraph.runs[5].ref == Ref(
        "petitions.opened_monthly", (("year", "111"), ("form", "約"))
    )
    assert read.blocks[3].ordered
    assert read.blocks[4].rows[0][1][0].ref == Ref("dispatch.opened", (("month", "1"),))
    assert read.blocks[5].ref == Ref("dispatch.opened", (("by", "district"),))


def test_what_cannot_be_read_is_said_with_its_line():
    read = parse("第一行 {{件數}}\n\n第二段[^9]\n\n| 甲 | 乙 |\n| 一 |\n\n[^z]: 沒有人引用")
    assert [fault.line for fault in read.faults] == [0, 1, 3, 5]
    assert "插入數字" in read.faults[1].words
    assert read.blocks[0].runs[1].text == "{{件數}}"


def test_mark_up_of_other_languages_is_plain_text():
    read = parse('<script>alert(1)</script> #read("/etc/passwd") **粗** \\\\input{x}')
    assert len(read.blocks) == 1
    assert read.blocks[0].runs[0].text.startswith("<script>alert(1)</script> #read(")


def test_length_and_typed_numbers():
    assert letters("受理 {{petitions.opened}} 件。\n") == 5
    assert typed_numbers("共 12,345 件，達成率 95.5%，112年第3季，{{a.b}} 件") == ["12,345", "95.5"]


def test_changes_apart_are_joined_and_collisions_told():
    base = "甲\n\n乙\n\n丙"
    assert join(base, "甲一\n\n乙\n\n丙", "甲\n\n乙\n\n丙二").text == "甲一\n\n乙\n\n丙二"
    assert join(base, base, "甲\n\n丙").text == "甲\n\n丙"
    hit = join(base, "甲\n\n乙我\n\n丙", "甲\n\n乙他\n\n丙")
    assert (hit.text, hit.collisions) == ("甲\n\n乙他\n\n丙", (("乙我", "乙他"),))
    assert join("", "我的第一段", "他的第一段").collisions


PARTS = st.lists(st.sampled_from("甲乙丙丁戊己"), max_size=6).map("\n\n".join)


@settings(max_examples=150, deadline=None)
@given(PARTS, PARTS, PARTS)
def test_nothing_an_author_added_is_lost_without_a_word(base, mine, theirs):
    """On a collision the whole text is kept beside; settled, both authors' paragraphs are there."""
    both, start = join(base, mine, theirs), set(paragraphs(base))
    added = set(paragraphs(mine)) | set(paragraphs(theirs))
    if not both.collisions:
        assert added - start <= set(paragraphs(both.text))
    assert added - start <= set(paragraphs(settle(base, mine, theirs, both=True)))
    assert join(base, mine, base).text == "\n\n".join(paragraphs(mine))
