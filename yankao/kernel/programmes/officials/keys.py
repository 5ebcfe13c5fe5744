"""Keys with which a system acts for its owner: made by the owner alone, shown once."""

from datetime import timedelta

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.people.models import Person
from yankao.kernel.policy.policy import Setting
from yankao.kernel.ui.pages import page

from ..access import client, official
from ..settings_forms import DAY
from . import accounts

SOURCE = "市府未公開規定；本會暫定"
DAYS = Setting(
    "api.key_days", 180, gettext_lazy("介面金鑰最長有效日數"), SOURCE, "assumed", 1, 730
)  # fmt: skip


class KeyForm(forms.Form):
    """What the key is for, and its last day."""

    label = forms.CharField(
        label=gettext_lazy("用途"), max_length=100,
        help_text=gettext_lazy("哪一個系統使用，例如「自來水公司報修系統」。"),
    )  # fmt: skip
    until = forms.DateField(label=gettext_lazy("有效至"), widget=DAY)

    def clean_until(self) -> object:
        until, today = self.cleaned_data["until"], timezone.localdate()
        last = today + timedelta(days=DAYS.value())
        if not today <= until <= last:
            raise forms.ValidationError(
                _("請選今天到 {last} 之間的日期。").format(last=last.isoformat())
            )
        return until


@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
def keys(request: HttpRequest) -> HttpResponse:
    """One's own keys; whoever opens this has just shown again who they are."""
    person = official(request)
    if "end_key" in request.POST:
        return end_key(request, person, request.POST["end_key"])
    form, made = KeyForm(request.POST or None), ""
    if form.is_bound and form.is_valid():
        made = accounts.make_key(person, **form.cleaned_data, client=client(request))
        form = KeyForm()
    context = {"form": form, "made": made, "keys": accounts.standing(person)}
    status = 422 if form.is_bound else 200
    return page(request, "programmes/keys.html", context, status=status)


def end_key(request: HttpRequest, owner: Person, pk: str) -> HttpResponse:
    """Ends one of the owner's keys and goes back to where that was asked."""
    key = get_object_or_404(owner.api_keys, pk=int(pk) if pk.isdigit() else 0)
    accounts.end_key(key, by=official(request), client=client(request))
    messages.success(request, _("已廢止金鑰「{label}」。").format(label=key.label))
    return redirect(request.path)
