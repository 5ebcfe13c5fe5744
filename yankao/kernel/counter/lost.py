"""Help for a lost password: a new one goes to the contact given with the report, nowhere else."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from yankao.kernel.programmes.access import client, public
from yankao.kernel.ui.pages import page

from . import receipts, sheets
from .budgets import LOST_CLIENT, LOST_NUMBER, network
from .caching import unkept
from .jobs import renew_password

TOO_OFTEN = _("申請次數太多，請一小時後再試，或撥 1999 由值機員協助。")


class LostForm(forms.Form):
    """Which case, and the address that was given then."""

    number = forms.CharField(label=_("案號"), max_length=40)
    contact = forms.CharField(
        label=_("通報時留下的電子郵件或手機"),
        max_length=254,
        help_text=_("新密碼只會寄到當時留下的聯絡方式。"),
    )


@public
@unkept
def lost(request: HttpRequest) -> HttpResponse:
    """Says the same whether or not number and contact belong together."""
    number = request.GET.get("number", "")[:40]
    form = LostForm(initial={"number": number})
    context: dict[str, object] = {"form": form, "sent": False, "trouble": ""}
    status = 200
    if request.method == "POST":
        form = LostForm(sheets.typed(request.POST))
        context["form"] = form
        status = 422
        if form.is_valid():
            status = ask(request, form, context)
    form.use_required_attribute = False
    return page(request, "counter/lost.html", context, status=status)


def ask(request: HttpRequest, form: LostForm, context: dict[str, object]) -> int:
    """Hands the question to the worker; finding and sending take no time here."""
    number = receipts.number_of(form.cleaned_data["number"])
    if not (LOST_CLIENT.spend(network(client(request))) and LOST_NUMBER.spend(number)):
        context["trouble"] = TOO_OFTEN
        return 429
    renew_password.defer(number=number, digest=receipts.trace(form.cleaned_data["contact"]))
    context["sent"] = True
    return 200
