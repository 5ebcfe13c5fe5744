"""The words in force for a letter: what an official wrote last, else the default in code."""

from datetime import datetime

from django.db.models import QuerySet

from yankao.kernel.known.prepared import Prepared
from yankao.kernel.people.models import Person

from .letters import Letter
from .models import Template


def wording(letter: Letter, channel: str, language: str) -> tuple[str, str]:
    """Subject and body."""
    given = _newest(letter=letter.name, channel=channel, language=language)
    return (given[0].subject, given[0].body) if given else letter.default(channel, language)


_newest = Prepared(
    lambda letter, channel, language: Template.objects.filter(
        letter=letter, channel=channel, language=language
    )[:1],
    "letter", "channel", "language",
)  # fmt: skip


def history(letter: Letter, channel: str, language: str) -> QuerySet[Template]:
    """Every wording an official gave, newest first."""
    return Template.objects.filter(
        letter=letter.name, channel=channel, language=language
    ).select_related("author")


def write_wording(
    letter: Letter,
    channel: str,
    language: str,
    *,
    subject: str,
    body: str,
    by: Person,
    at: datetime,
    reason: str,
) -> Template:
    """Adds a wording; the form has checked its variables."""
    return Template.objects.create(
        letter=letter.name,
        channel=channel,
        language=language,
        subject=subject,
        body=body,
        author=by,
        at=at,
        reason=reason,
    )
