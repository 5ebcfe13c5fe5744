"""Every component says what it shows in words, and never by colour alone."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template import engines
from django.utils import translation

from yankao.kernel.ui import tones

NOW = datetime(2026, 11, 23, 6, 5, tzinfo=UTC)
UI = Path(__file__).resolve().parents[1]
SOURCES = UI.parents[1]


def drawn(template: str, **context: object) -> str:
    return engines["django"].from_string(template).render({"now": NOW, **context})


def test_time_left_is_green_then_amber_then_red():
    start = NOW - timedelta(hours=4)
    shown = "{% remaining due now=now start=start %}"
    early = drawn(shown, due=NOW + timedelta(hours=9), start=start)
    later = drawn(shown, due=NOW + timedelta(minutes=100), start=start)
    last = drawn(shown, due=NOW + timedelta(minutes=12), start=start)
    assert "tone-ok" in early and "剩 9 小時" in early
    assert "tone-warn" in later and "剩 1 小時 40 分" in later
    assert "tone-late" in last and "剩 12 分" in last


def test_overdue_has_its_own_sign_and_word():
    shown = drawn("{% remaining due now=now %}", due=NOW - timedelta(days=2))
    assert "逾期 2 天" in shown and "#alert-triangle" in shown


def test_the_exact_deadline_is_in_the_title_and_midnight_is_2400():
    midnight = datetime(2026, 11, 23, 16, tzinfo=UTC)
    assert "期限 115/11/23 24:00" in drawn("{% remaining due now=now %}", due=midnight)


def test_a_paused_clock_does_not_tick():
    shown = drawn("{% remaining due now=now paused=True %}", due=NOW)
    assert "計時暫停" in shown and "data-remaining" not in shown


def test_no_deadline_shows_nothing():
    assert drawn("{% remaining due %}{% moment due %}", due=None).strip() == ""


def test_a_moment_is_said_in_roc_years_and_for_english_readers_in_ours():
    assert "115/11/23 14:05" in drawn("{% moment now now=now %}")
    with translation.override("en"):
        assert "2026-11-23 14:05" in drawn("{% moment now now=now %}")


@pytest.mark.parametrize(("name", "meant"), [("red", "late"), ("blue", "info"), ("", "quiet")])
def test_colours_are_heard_as_tones(name, meant):
    assert tones.tone(name) == meant


def test_text_from_people_is_escaped():
    wicked = "<script>alert(1)</script>"
    shown = drawn(
        "{% badge t %}{% facts pairs %}{% stat t t %}{% empty_state t t %}{% bar_list bars t %}"
        "{% timeline lines %}{% copy t %}{% confirm 'a' t t t %}{% icon 'lock' t %}",
        t=wicked,
        pairs=[(wicked, wicked)],
        bars=[(wicked, 1)],
        lines=[SimpleNamespace(at=NOW, label=wicked, who=wicked, reason=wicked)],
    )
    assert "<script>" not in shown


def test_facts_leave_out_what_is_empty():
    shown = drawn("{% facts pairs %}", pairs=[("地點", "九如一路"), ("備註", ""), ("件數", 0)])
    assert "備註" not in shown and "<dd>0</dd>" in shown


def test_bars_are_a_table_with_numbers():
    shown = drawn("{% bar_list rows '各單位' %}", rows=[("養工處", 41, "/x/"), ("環保局", 17)])
    assert '<td class="num">41</td>' in shown and 'max="41" value="17"' in shown


def test_a_missing_photo_is_said():
    assert "尚無處理後照片" in drawn("{% before_after %}")


def test_a_dialog_has_a_name_and_opens_itself_when_told():
    shown = drawn('{% dialog "d" title="派工" open=True %}內容{% enddialog %}')
    assert 'aria-labelledby="d-title"' in shown and "data-opened" in shown and "內容" in shown


def test_the_title_is_written_once_and_shown_twice():
    page = drawn('{% extends "ui/base.html" %}{% block title %}派工{% endblock %}')
    assert "<title>派工 · 研考 Yankao</title>" in page and "<h1>派工</h1>" in page


def test_every_icon_in_use_is_in_the_sprite():
    listed = set((UI / "assets/icons.txt").read_text().split())
    used = set()
    for path in SOURCES.rglob("templates/**/*.html"):
        text = path.read_text()
        used |= set(re.findall(r"""\{% icon ["']([\w-]+)["']""", text))
        used |= set(re.findall(r"""\{%[^%]* icon=["']([\w-]+)["']""", text))
        used |= set(re.findall(r"""\{% badge [^%]*? "\w+" "([\w-]+)" %\}""", text))
    for path in SOURCES.rglob("*.py"):
        used |= set(re.findall(r"""\bicon="([\w-]+)\"""", path.read_text()))
    assert used <= listed, sorted(used - listed)


def test_no_template_carries_inline_script_style_or_foreign_addresses():
    wrong = re.compile(
        r"\sstyle=|\son\w+=|<style|<script(?![^>]*(src=|application/json))|https?://"
    )
    allowed = {"https://www.w3.org"}
    found = [
        (path.name, line.strip())
        for path in UI.rglob("templates/**/*.html")
        for line in path.read_text().splitlines()
        if wrong.search(line) and not any(address in line for address in allowed)
    ]
    assert found == []
