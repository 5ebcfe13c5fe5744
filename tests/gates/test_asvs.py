"""The walk through OWASP ASVS 5.0 leaves no point out, and names only tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WALK = (ROOT / "docs" / "security" / "asvs.md").read_text()
# How many requirements of levels 1 and 2 each section has; those of level 3 come last in each.
SECTIONS = (
    "1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 "
    "4.1:3 4.2:1 4.3:2 4.4:4 5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 "
    "7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 "
    "10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 "
    "12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 "
    "16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2"
)


def asked() -> list[str]:
    pairs = [one.split(":") for one in SECTIONS.split()]
    return [f"V{name}.{n}" for name, most in pairs for n in range(1, int(most) + 1)]


def lines() -> list[tuple[str, str, str]]:
    return re.findall(r"^\| (V[\d.]+) \| (met|n/a|not met) \| (.+) \|$", WALK, re.MULTILINE)


def known_tests() -> set[str]:
    files = [*ROOT.glob("tests/**/test_*.py"), *ROOT.glob("yankao/**/test_*.py")]
    named = {path.stem for path in files}
    return named.union(*(re.findall(r"def (test_\w+)", path.read_text()) for path in files))


def test_every_point_of_levels_one_and_two_is_answered_once():
    assert [name for name, _verdict, _why in lines()] == asked()
    assert len(asked()) == 253


def test_every_answer_says_something_and_every_test_named_exists():
    assert all(len(why) > 5 for _name, _verdict, why in lines())
    named = set(re.findall(r"`(test_\w+)`", WALK))
    assert len(named) > 50
    assert named <= known_tests(), sorted(named - known_tests())


def test_the_count_in_the_first_lines_is_right():
    verdicts = [verdict for _name, verdict, _why in lines()]
    for words, verdict in (
        ("are met", "met"),
        ("do not\napply", "n/a"),
        ("are not met", "not met"),
    ):
        assert f"{verdicts.count(verdict)} {words}" in WALK
