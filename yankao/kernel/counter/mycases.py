"""All cases of one e-mail address, over all programmes, by a link sent to it."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.cases.actors import Citizen
from yankao.kernel.cases.models import Case, CaseQuerySet
from yankao.kernel.people.models import Contact
from yankao.kernel.programmes import desk
from yankao.kernel.programmes.access import client, public
from yankao.kernel.ui.pages import page

from . import grants, receipts, sheets
from .budgets import MINE_CLIENT, MINE_CONTACT, network
from .caching import unkept
from .jobs import send_my_cases
from .newsletters import MINE

LIVES = timedelta(minutes=30)
TOO_OFTEN = gettext_lazy("申請次數太多，請一小時後再試。")


class MineForm(forms.Form):
    """The address given with the reports."""

    email = forms.EmailField(label=gettext_lazy("通報時留下的電子郵件"))


def cases_of(email: str) -> CaseQuerySet:
    """Newest first; those of records joined with an address of this person too."""
    rows = Case.objects.filter(contact__in=Contact.objects.of_email(email), contact__erased_at=None)
    return rows.order_by("-opened_at")


@public
@unkept
def ask(request: HttpRequest) -> HttpResponse:
    """Says the same whether or not anything was reported with this address."""
    form = MineForm(sheets.typed(request.POST) if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return page(request, "counter/mine_link.html", {"form": form}, status=status)
    if not wanted(form.cleaned_data["email"], client(request)):
        context = {"form": form, "trouble": TOO_OFTEN}
        return page(request, "counter/mine_link.html", context, status=429)
    return page(request, "counter/mine_link.html", {"sent": True})


def wanted(email: str, who: str) -> bool:
    """Hands the question to the worker, within the hour's allowance."""
    if not (MINE_CLIENT.spend(network(who)) and MINE_CONTACT.spend(receipts.trace(email))):
        return False
    send_my_cases.defer(email=email)
    return True


@public
@unkept
def opened(request: HttpRequest, token: str) -> HttpResponse:
    """A button, then this browser knows the cases; each case's timeline says so."""
    try:
        pk: int = signing.loads(token, salt=MINE, max_age=LIVES)
    except signing.BadSignature:
        return page(request, "counter/mine_link.html", {"gone": True}, status=404)
    contact = Contact.objects.filter(pk=pk, erased_at=None).first()
    if contact is None or not contact.email:
        return page(request, "counter/mine_link.html", {"gone": True}, status=404)
    if request.method != "POST":
        return page(request, "counter/mine_link.html", {"asks": True})
    rows = list(cases_of(contact.email)[: grants.MOST])
    for case in reversed(rows):
        grants.give(request, case)
        desk.note(
            case, "signed_in", _("以信箱連結查看"), by=Citizen(case.pk), client=client(request)
        )
    messages.success(request, _("共有 {n} 件案件，十二小時內不必再輸入密碼。").format(n=len(rows)))
    return redirect("/progress/")
