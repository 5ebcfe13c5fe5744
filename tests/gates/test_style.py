"""Each rule of style: one line it accepts, one it rejects."""

import pytest

from tools.gate.style import of_module

ACCEPTED = [
    "try:\n    pass\nexcept ValueError:\n    pass",
    "try:\n    pass\nexcept Exception:\n    undo()\n    raise",
    "class Dispatch:\n    pass",
    "class PersonManager(BaseUserManager[Person]):\n    pass",
    "from typing import Any",
    "x = 1  # decided at the meeting of 3 May",
    'label = "期限（分鐘）：30"',
    'SECTION = re.compile("([一二三])段,?")',
]
REJECTED = [
    "try:\n    pass\nexcept Exception:\n    pass",
    "try:\n    pass\nexcept:\n    pass",
    "class DispatchHelper:\n    pass",
    "from typing import cast",
    "x = 1  # TODO: think",
    'label = "期限(分鐘):30"',
]


@pytest.mark.parametrize("line", ACCEPTED)
def test_it_accepts(line):
    assert not list(of_module("a.py", f'"""A module."""\n{line}\n'))


@pytest.mark.parametrize("line", REJECTED)
def test_it_rejects(line):
    assert list(of_module("a.py", f'"""A module."""\n{line}\n'))


def test_tests_quote_what_people_type():
    assert not list(of_module("tests/test_a.py", '"""Words."""\nx = "路燈,不亮"\n'))


def test_a_module_says_what_it_is_for():
    assert list(of_module("a.py", "x = 1\n"))
    assert not list(of_module("a.py", ""))


def test_a_module_is_not_named_for_its_layer():
    assert list(of_module("yankao/chapters/service/dispatch/services.py", '"""Words."""\n'))
    assert not list(of_module("yankao/chapters/service/dispatch/effects.py", '"""Words."""\n'))
