"""Templates bring no script, style or handler of their own."""

import pytest

from tools.gate.templates import inline, narrow


@pytest.mark.parametrize(
    "line",
    [
        '<script src="/static/desk.js" defer></script>',
        '<script type="application/json" id="places">{}</script>',
        '<link rel="stylesheet" href="/static/desk.css">',
        '<button class="on" data-on="x" hx-trigger="click">派工</button>',
    ],
)
def test_it_accepts(line):
    assert not list(inline("a.html", line))


@pytest.mark.parametrize(
    "line",
    [
        "<script>go()</script>",
        "<style>p {}</style>",
        '<p style="color: red">遲</p>',
        '<button onclick="go()">派工</button>',
        '<button hx-on:click="go()">派工</button>',
        '<a href="javascript:go()">派工</a>',
    ],
)
def test_it_rejects(line):
    assert list(inline("a.html", line))


def test_chinese_has_full_width_marks():
    assert not list(narrow("a.html", "<p>期限（分鐘）：{{ minutes }}</p>"))
    assert list(narrow("a.html", "<p>期限(分鐘)</p>"))
