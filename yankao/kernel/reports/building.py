"""A report put together: contributions to document, title page, and what is in the way."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import override

from .chapters import parts
from .composing import Composer, Contribution, Trouble
from .document import Document
from .kinds import kinds
from .models import Report
from .quoting import Quoted
from .sources import quoter


@dataclass(frozen=True)
class Built:
    document: Document
    quoted: list[Quoted]
    troubles: list[Trouble]


def build(report: Report, contributions: Iterable[Contribution]) -> Built:
    """The document of a report, with its numbers as they are now; its language is Chinese."""
    kind = kinds[report.kind]
    composer = Composer(quoter(*kind.span(report.edition)))
    with override("zh-hant"):
        document = composer.document(
            kind.title(report.edition), contributions, subtitle=str(kind.label),
            publisher=str(kind.publisher),
        )  # fmt: skip
    return Built(document, composer.quoted, composer.troubles)


def of_parts(kind: str) -> list[Contribution]:
    """What programmes say of themselves in a kind of report, before anybody has written on."""
    return [placed.contribution(kind) for placed in parts(kind)]
