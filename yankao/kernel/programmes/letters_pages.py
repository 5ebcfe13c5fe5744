"""The texts of letters, edited on pages: words in force, variables allowed, history."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.notices.forms import TemplateForm
from yankao.kernel.notices.letters import Audience, Channel, Letter, registry
from yankao.kernel.notices.wording import history
from yankao.kernel.ui.pages import page

from .access import managed, official
from .programme import Programme

CHANNELS = {
    Audience.OFFICIAL: [Channel.INBOX, Channel.EMAIL, Channel.LINE],
    Audience.REPORTER: [Channel.EMAIL, Channel.SMS],
}
LANGUAGES = [("zh-hant", "中文"), ("en", "English")]


@managed
def letters(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Every letter the house may send."""
    context = {"programme": programme, "rows": offered()}
    return page(request, "programmes/letters.html", context)


def offered() -> list[tuple[Letter, Channel, str, str]]:
    """Each letter with every channel and language it has words for."""
    return [
        (letter, channel, language, said)
        for letter in registry.values()
        for channel in CHANNELS[letter.audience]
        for language, said in LANGUAGES
    ]


def letter_or_404(name: str, channel: str, language: str) -> Letter:
    found = registry.get(name)
    if found is None or channel not in Channel.values or language not in dict(LANGUAGES):
        raise Http404
    return found


@managed
def letter(
    request: HttpRequest, programme: Programme, letter_name: str, channel: str, language: str
) -> HttpResponse:
    """Rewrites one letter for one channel and language; the old wording stays as history."""
    found = letter_or_404(letter_name, channel, language)
    data = request.POST.dict() if request.method == "POST" else None
    form = TemplateForm(data, letter=found, channel=channel, language=language)
    if form.is_bound and form.is_valid():
        form.save(by=official(request), at=timezone.now())
        messages.success(request, _("已更新「{label}」。").format(label=found.label))
        return redirect(f"{programme.url}settings/letters/")
    past = history(found, channel, language)
    rows = [(row.at.date(), row.body, row.author, row.reason, row.at) for row in past]
    context = {"programme": programme, "form": form, "heading": found.label, "history": rows}
    context["variables"] = found.variables.items()
    return page(request, "programmes/setting.html", context, status=422 if form.is_bound else 200)
