"""Dead links are found, and the code in documents does what it says."""

import doctest
import re

import pytest

from tools.gate.documents import FENCE, dead_links, headings, missing_pages
from tools.gate.sources import ending, name


def examples():
    """Every fenced block with a `>>>` in it, under the name of its document."""
    for path in ending(".md"):
        for number, block in enumerate(FENCE.finditer(path.read_text()), 1):
            if ">>>" in block[0]:
                yield pytest.param(block[0], id=f"{name(path)}-{number}")


@pytest.mark.django_db
@pytest.mark.parametrize("block", list(examples()))
def test_code_in_documents_does_what_it_says(block):
    text = re.sub(r"^(```|~~~).*$", "", block, flags=re.MULTILINE)
    example = doctest.DocTestParser().get_doctest(text, {}, "document", None, 0)
    said = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=said.append)
    assert not said, "".join(said)


@pytest.fixture
def document(tmp_path):
    (tmp_path / "there.md").write_text("# 一 Two words\n\n## With `code`\n")
    return tmp_path / "here.md"


@pytest.mark.parametrize(
    "link",
    ["[a](there.md)", "[a](there.md#with-code)", "[a](https://example.org)", "`[a](nowhere.md)`"],
)
def test_links_that_lead_somewhere_are_accepted(document, link):
    document.write_text(link)
    assert not list(dead_links(document))


@pytest.mark.parametrize("link", ["[a](nowhere.md)", "[a](there.md#three)", "![a](none.png)"])
def test_links_that_lead_nowhere_are_rejected(document, link):
    document.write_text(link)
    assert list(dead_links(document))


def test_headings_are_named_as_links_name_them():
    assert headings("## The `gate`, and more\n") == {"the-gate-and-more"}


def test_a_concept_without_a_page_is_found(tmp_path):
    package = tmp_path / "yankao" / "kernel" / "cases"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    assert list(missing_pages(tmp_path)) == ["docs/kernel/cases.md is missing"]
    (tmp_path / "docs" / "kernel").mkdir(parents=True)
    (tmp_path / "docs" / "kernel" / "cases.md").touch()
    assert not list(missing_pages(tmp_path))
