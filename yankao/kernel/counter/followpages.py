"""Pages on which one says: me too, tell me, yes it was me, no more."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from yankao.kernel.cases.models import Case
from yankao.kernel.geo.models import District
from yankao.kernel.programmes.access import client, public
from yankao.kernel.ui.pages import page

from . import doors, following, publicmap, sheets
from .budgets import FOLLOWS, network
from .caching import unkept
from .following import Subject
from .reach import ReachForm
from .receipts import number_of

TOO_OFTEN = gettext_lazy("這個網路連線按得太多次，請一小時後再試。")
METRES = [
    (0, gettext_lazy("只追蹤這一案")),
    *((n, format_lazy(gettext_lazy("方圓 {n} 公尺"), n=n)) for n in (300, 500, 1000)),
]


class AreaForm(ReachForm):
    """A district, or a circle around a case."""

    district = forms.ModelChoiceField(
        District.objects.all(), label=gettext_lazy("行政區"), required=False, to_field_name="code"
    )
    number = forms.CharField(widget=forms.HiddenInput, required=False)
    metres = forms.TypedChoiceField(
        label=gettext_lazy("範圍"), choices=METRES, coerce=int, required=False
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["reach"].required = True
        self.fields["reach"].label = gettext_lazy("電子郵件或手機")
        self.fields["district"].label_from_instance = District.label  # type: ignore[attr-defined]

    def subject(self) -> Subject | None:
        """What is meant; a circle lies where the public sees the case, never elsewhere."""
        values = self.cleaned_data
        if values.get("district"):
            return Subject(district=values["district"])
        case = doors.seen_cases().filter(number=number_of(values.get("number", ""))).first()
        if case is None:
            return None
        seen = doors.pin(case)
        if values.get("metres") and seen:
            return Subject(circle=(*seen, values["metres"]))
        return Subject(case=case)


@public
@unkept
@require_POST
def affected(request: HttpRequest, number: str) -> HttpResponse:
    """Me too: counts, and asks whether one wants to be told."""
    case = doors.public_cases().filter(number=number_of(number)).first()
    if case is None:
        return page(request, "counter/map_gone.html", {"number": number}, status=404)
    form = ReachForm(sheets.typed(request.POST))
    if not form.is_valid():
        return publicmap.show(request, case, reach=form, status=422)
    if not FOLLOWS.spend(network(client(request))):
        return publicmap.show(request, case, reach=form, trouble=TOO_OFTEN, status=429)
    reach = form.cleaned_data["reach"]
    fresh = following.affected(case, following.browser_of(request), reach)
    messages.success(request, said(fresh, reach))
    return redirect(f"/map/{case.number}/")


def said(fresh: bool, reach: str) -> str:
    """The same for everybody who gives an address, whether or not it was known before."""
    if reach:
        return _("已記下您也受影響。") + _("請到信箱或手機按下確認，之後有進度就通知您。")
    return _("已記下您也受影響。") if fresh else _("您先前已表示受影響，不重複計算。")


@public
@unkept
def area(request: HttpRequest) -> HttpResponse:
    """Follows a district, a case or a circle around one."""
    form = AreaForm(sheets.typed(request.POST) if request.method == "POST" else None)
    if request.method != "POST":
        form = AreaForm(initial={name: request.GET.get(name, "") for name in AreaForm.base_fields})
        return page(request, "counter/follow.html", {"form": form})
    subject = form.subject() if form.is_valid() else None
    if subject is None:
        if not form.errors:
            form.add_error("district", _("請選行政區。"))
        return page(request, "counter/follow.html", {"form": form}, status=422)
    if not FOLLOWS.spend(network(client(request))):
        context = {"form": form, "trouble": TOO_OFTEN}
        return page(request, "counter/follow.html", context, status=429)
    following.follow(subject, form.cleaned_data["reach"])
    return page(request, "counter/follow.html", {"sent": True})


@public
@unkept
def yes(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the first letter; programs that open links ahead of people press no button."""
    pk = following.read(token, following.YES, days=3)
    if pk is None:
        return page(request, "counter/follow.html", {"gone": True}, status=404)
    if request.method != "POST":
        return page(request, "counter/follow.html", {"asks": True})
    row = following.confirm(pk)
    if row is None or row.contact_id is None:
        return page(request, "counter/follow.html", {"gone": True}, status=404)
    messages.success(request, _("已開始追蹤「{what}」。").format(what=following.label(row)))
    return redirect(following.address(following.LIST, row.contact_id))


@public
@unkept
def listed(request: HttpRequest, token: str) -> HttpResponse:
    """What one follows, and how to stop; the link is in every letter."""
    contact = following.read(token, following.LIST)
    if contact is None:
        return page(request, "counter/follow.html", {"gone": True}, status=404)
    rows = following.of_contact(contact)
    if request.method == "POST":
        chosen = request.POST.get("stop", "")
        some = rows.filter(pk=int(chosen)) if chosen.isascii() and chosen.isdigit() else rows
        if chosen != "all" and some is rows:
            some = rows.none()
        following.stop(some)
        messages.success(request, _("已取消追蹤，不會再寄信給您。"))
        return redirect(request.path)
    follows = [(row, following.label(row), link_of(row.case)) for row in rows]
    return page(request, "counter/follow.html", {"follows": follows, "listed": True})


def link_of(case: Case | None) -> str:
    return f"/map/{case.number}/" if case else "/map/"
