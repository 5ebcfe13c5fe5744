"""Pages of the knowledge base: searching while a caller speaks, reading, writing, looking again."""

from django.contrib import messages
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yankao.kernel.cases.forms import shown
from yankao.kernel.people.models import Person
from yankao.kernel.programmes import registry
from yankao.kernel.programmes.access import official, only
from yankao.kernel.programmes.tabs import tabs
from yankao.kernel.ui.pages import page

from . import knowledge
from .doors import may_edit_knowledge, may_read_knowledge
from .effects import NAME
from .forms import ArticleForm
from .models import Article, Question

URL = "/service/contact_centre/knowledge/"
SHOWN = 50


@require_GET
@only(may_read_knowledge)
def listing(request: HttpRequest) -> HttpResponse:
    """What fits the words typed; without words, what should be looked at again."""
    person, today = official(request), timezone.localdate()
    programme, words = registry.get(NAME), request.GET.get("q", "").strip()
    edits = may_edit_knowledge(person)
    context = {
        "programme": programme, "tabs": tabs(programme, person, "knowledge"), "words": words,
        "found": knowledge.find(words) if words else [], "url": URL, "edits": edits,
        "today": today, "beside": request.htmx.target == "know-found",  # type: ignore[attr-defined]
    }  # fmt: skip
    if edits and not words:
        context["due"] = knowledge.due(person, today)[:SHOWN]
        context["asked"] = knowledge.worth_writing(person)[:SHOWN]
    return page(request, "contact_centre/knowledge.html", context, part="found")


@require_GET
@only(may_read_knowledge)
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """One article as it is read out."""
    person, programme = official(request), registry.get(NAME)
    row = get_object_or_404(Article.objects.select_related("agency", "topic", "owner"), pk=pk)
    may = Article.objects.filter(knowledge.in_reach(person), pk=pk).exists()
    today = timezone.localdate()
    context = {
        "programme": programme, "tabs": tabs(programme, person, "knowledge"), "row": row,
        "url": URL, "edits": may, "holds": knowledge.holds(row, today), "today": today,
        "changes": row.changes.select_related("author"),
    }  # fmt: skip
    return page(request, "contact_centre/article.html", context, part="text")


@only(may_edit_knowledge)
def edit(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """Writes a new article, from an answered question or from nothing, or changes one."""
    person, programme = official(request), registry.get(NAME)
    row = Article() if not pk else get_object_or_404(
        Article.objects.filter(knowledge.in_reach(person)), pk=pk
    )  # fmt: skip
    told = question_of(request, person) if not pk else None
    before = as_it_stood(row) if pk else {}
    form = ArticleForm(
        request.POST or None, instance=row, person=person, initial=beginning(told) if not pk else {}
    )
    status = 200
    if request.method == "POST":
        if form.is_valid():
            stored(form, person, told, before)
            messages.success(request, _("已儲存知識條目。"))
            return redirect(f"{URL}{row.pk}/")
        status = 422
    context = {
        "programme": programme, "tabs": tabs(programme, person, "knowledge"), "form": form,
        "row": row, "told": told, "url": URL,
    }  # fmt: skip
    return page(request, "contact_centre/article_form.html", context, status=status)


def as_it_stood(row: Article) -> dict[str, object]:
    return {name: shown(value) for name, value in model_to_dict(row).items()}


def question_of(request: HttpRequest, person: Person) -> Question | None:
    """The answered question that becomes an article; 404 when it is not there to be written."""
    number = request.GET.get("case", "")
    if not number:
        return None
    found = knowledge.worth_writing(person).filter(case__number=number).first()
    if found is None:
        raise Http404
    return found


def beginning(told: Question | None) -> dict[str, object]:
    today = timezone.localdate()
    begun: dict[str, object] = {
        "valid_from": today, "review_due": knowledge.next_review(today),
    }  # fmt: skip
    if told is None:
        return begun
    return begun | {
        "question": told.question[:300], "answer": told.answer, "topic": told.case.category_id,
        "agency": told.case.holder_id,
    }  # fmt: skip


def stored(
    form: ArticleForm, person: Person, told: Question | None, before: dict[str, object]
) -> Article:
    row = form.instance
    row.asked = row.asked or told
    return knowledge.keep(row, person, form.cleaned_data.get("reason", ""), before)


urlpatterns = [
    path("knowledge/", listing, name="knowledge"),
    path("knowledge/new/", edit, name="article_new"),
    path("knowledge/<int:pk>/", article, name="article"),
    path("knowledge/<int:pk>/edit/", edit, name="article_edit"),
]
