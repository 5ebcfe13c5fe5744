"""Pages about letters: their words with history, what did not arrive, and sending it again.

The room that gives these pages an address decides who may open them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.people.models import Person
from yankao.kernel.ui.pages import page

from .forms import TemplateForm
from .letters import Audience, Channel, Letter, registry
from .models import Notice, OutboxLetter, Template
from .sending import resend
from .wording import history, wording

SHOWN = 100
LANGUAGES = {"zh-hant": "繁體中文", "en": "English"}


@dataclass(frozen=True)
class Line:
    """One wording in the list of letters."""

    letter: Letter
    channel: Channel
    language: str
    subject: str
    edited: bool


def outbox_context() -> dict[str, object]:
    """What the demo would have sent, and what did not arrive."""
    sent = OutboxLetter.objects.select_related("delivery__notice__case")
    return {
        "letters": list(sent[:SHOWN]),
        "troubled": list(Notice.objects.outgoing().undelivered()[:SHOWN]),
    }


def send_again(request: HttpRequest, pk: int) -> None:
    """Queues an undelivered letter once more and says so."""
    if resend(pk, at=timezone.now()):
        messages.success(request, _("已重新排入寄送。"))
    else:
        messages.info(request, _("這封信已經寄出或正在寄送，不需要重寄。"))


def letters(request: HttpRequest) -> HttpResponse:
    """Every letter of the house by channel and language."""
    edited = set(Template.objects.values_list("letter", "channel", "language").distinct())
    return page(request, "notices/letters.html", {"lines": list(_lines(edited))})


def _lines(edited: set[tuple[str, str, str]]) -> Iterator[Line]:
    for letter in sorted(registry.values(), key=lambda one: (one.audience, one.name)):
        for channel in channels_of(letter):
            for language in LANGUAGES:
                changed = (letter.name, channel.value, language) in edited
                subject, body = letter.default(channel, language)
                if changed:
                    subject, body = wording(letter, channel, language)
                yield Line(letter, channel, language, subject or body, changed)


def channels_of(letter: Letter) -> list[Channel]:
    """Citizens have no inbox; officials get no text messages."""
    absent = Channel.INBOX if letter.audience == Audience.REPORTER else Channel.SMS
    return [channel for channel in Channel if channel != absent]


def letter(
    request: HttpRequest, name: str, channel: str, language: str, *, by: Person, back: str
) -> HttpResponse:
    """Shows one wording, its variables and its history; takes a new wording."""
    found = registry.get(name)
    if found is None or channel not in channels_of(found) or language not in LANGUAGES:
        raise Http404
    posted = request.POST.dict() if request.method == "POST" else None
    form = TemplateForm(posted, letter=found, channel=channel, language=language)
    if form.is_bound and form.is_valid():
        form.save(by=by, at=timezone.now())
        messages.success(request, _("已儲存，下一封信起使用新的文字。"))
        return redirect(back)
    context = {
        "letter": found,
        "channel": Channel(channel),
        "language": LANGUAGES[language],
        "form": form,
        "history": list(history(found, channel, language)),
        "back": back,
    }
    return page(request, "notices/letter.html", context, status=422 if form.errors else 200)
