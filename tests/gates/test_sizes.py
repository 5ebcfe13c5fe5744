"""What is too long is stopped, what is just short enough is not."""

from tools.gate.sizes import FUNCTION, MODULE, PROGRAMME, of_module, of_programmes


def function(lines: int) -> str:
    return "def long():\n" + "    x = 1\n" * (lines - 1)


def test_a_function_of_forty_lines_passes_and_one_more_does_not():
    assert not list(of_module("a.py", function(FUNCTION)))
    assert "long, 41 lines" in next(of_module("a.py", function(FUNCTION + 1)))


def test_a_module_of_four_hundred_lines_passes_and_one_more_does_not():
    assert not list(of_module("a.py", "x = 1\n" * MODULE))
    assert list(of_module("a.py", "x = 1\n" * (MODULE + 1)))


def test_a_programme_of_a_thousand_lines_passes_and_one_more_does_not():
    assert not list(of_programmes({"service/dispatch": PROGRAMME}, PROGRAMME))
    assert list(of_programmes({"service/dispatch": PROGRAMME + 1}, PROGRAMME))
