"""The citizen's report: one page, steps in order, nothing typed is ever lost."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.core import signing
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yankao.kernel.cases.actors import Citizen
from yankao.kernel.cases.errors import Invalid
from yankao.kernel.cases.intake import APP, Channel
from yankao.kernel.cases.models import Case
from yankao.kernel.programmes import desk, suggesting
from yankao.kernel.programmes.access import client, public
from yankao.kernel.programmes.once import Sending as Observed
from yankao.kernel.ui.forms import named_in
from yankao.kernel.ui.moments import moment_text
from yankao.kernel.ui.pages import page

from . import grants, letters, passwords, photos, receipts, sheets, similar
from .budgets import REPORTS, network
from .caching import unkept
from .doors import Door, door_or_404
from .models import Receipt, SameAs

WRITTEN_LATER, WRITTEN_BEFORE = timedelta(minutes=1), timedelta(days=30)
RECEIPT_SALT = "yankao.counter.receipt-page"
logger = logging.getLogger(__name__)


@public
@unkept
def report(request: HttpRequest, name: str) -> HttpResponse:
    """The form, or what came of sending it."""
    door = door_or_404(name)
    if request.method == "POST":
        return receive(request, door)
    known: dict[str, object] = {"contact_language": get_language()}
    known |= named_in(request.GET, door.public.intake)
    known |= similar.initial(door, request.GET.get("same", ""))
    form = door.public.intake(initial=known)
    return show(request, door, form, photos.Tray(most_of(door)))


def show(
    request: HttpRequest,
    door: Door,
    form: forms.BaseForm,
    tray: photos.Tray,
    *,
    status: int = 200,
    trouble: str = "",
) -> HttpResponse:
    """The form as typed so far."""
    data = sheets.typed(request.POST) if request.method == "POST" else request.GET
    context = {
        "door": door,
        "form": form,
        "steps": sheets.steps(form),
        "tray": tray,
        "trouble": trouble,
        "form_key": request.POST.get("form_key") or sheets.new_key(),
        "offer": sheets.swapped(data),
        "similar": similar.found(door, data),
        "suggestions": proposed(door, data),
        "same_as": data.get("same_as") or data.get("same") or "",
    }
    return page(request, "counter/report.html", context, status=status)


def most_of(door: Door) -> int:
    found = sheets.photos_of(door.public.intake)
    return found[1].most if found else 0


def receive(request: HttpRequest, door: Door) -> HttpResponse:
    """Photos first, so that they survive whatever else is wrong; then the form; then the case."""
    data = sheets.typed(request.POST)
    found = sheets.photos_of(door.public.intake)
    name = found[0] if found else "photos"
    tray = photos.gather(request, name=name, most=most_of(door))
    if suggesting.asked(data):
        return show(request, door, suggesting.again(door.public.intake, data), tray)
    try:
        form = door.public.intake(data, tray.files(name))
    except OSError:
        return without_photos(request, door, door.public.intake(data), tray)
    if not form.is_valid() or tray.troubles:
        return show(request, door, form, tray, status=422)
    if earlier := Receipt.objects.filter(sending=sheets.sending_of(request)).first():
        return to_receipt(request, earlier.case, sheets.key_of(data))
    if not REPORTS.spend(network(client(request))):
        words = _("這個網路連線在一小時內送出的件數已達上限，內容都還在，請稍後再按一次送出。")
        return show(request, door, form, tray, status=429, trouble=words)
    return send(request, door, form, tray)


def send(
    request: HttpRequest, door: Door, form: "forms.BaseModelForm[Model]", tray: photos.Tray
) -> HttpResponse:
    """Opens the case; number and password are told only once that is certain."""
    sending = Sending(
        sheets.key_of(request.POST), sheets.sending_of(request), client(request),
        request.POST.get("same_as", ""), request.POST.get("through") == "app",
        Observed.of(request).observed,
    )  # fmt: skip
    try:
        case = open_case(door, form, sending)
    except Invalid:
        return show(request, door, form, tray, status=422)
    except IntegrityError:
        twin = Receipt.objects.filter(sending=sending.digest).first()
        if twin is None:
            raise
        case = twin.case
    except OSError:
        return without_photos(request, door, form, tray)
    except DatabaseError:
        logger.exception("a citizen's report could not be stored")
        words = _("系統忙碌，案件尚未收件。內容都還在，請再按一次送出；急件請撥 1999。")
        return show(request, door, form, tray, status=503, trouble=words)
    photos.forget(tray.kept)
    return to_receipt(request, case, sending.key)


def without_photos(
    request: HttpRequest, door: Door, form: forms.BaseForm, tray: photos.Tray
) -> HttpResponse:
    """Disk full, or the object store away: words can be received, pictures cannot."""
    logger.exception("photos could not be read or stored")
    words = _("照片暫時存不進去，案件尚未收件。請先移除照片再送出，稍後可在進度頁補照片。")
    return show(request, door, form, tray, status=503, trouble=words)


@dataclass(frozen=True)
class Sending:
    """One sending of a report: its one-time key, a digest that knows it again, who, same as what,
    whether by the installed program, and when it was written if that was before, without a signal.

    The password follows from number and key, so the same sending always has the same receipt.
    """

    key: str
    digest: str
    client: str
    same_as: str = ""
    app: bool = False
    observed: datetime | None = None


def open_case(door: Door, form: "forms.BaseModelForm[Model]", sending: Sending) -> Case:
    """Case, receipt, joined report and letter in one transaction; committed when this returns."""
    values = form.cleaned_data
    values.setdefault("channel", Channel.WEB)
    if sending.app:
        values["sub_channel"] = APP
    if any(value for name, value in values.items() if name.startswith("contact_")):
        values["contact_language"] = values.get("contact_language") or get_language()
    with transaction.atomic(durable=True):
        case = desk.store(door.programme, form, by=Citizen(), client=sending.client)
        password = passwords.derived(case.number, sending.key)
        receipts.issue(case, password, sending=sending.digest)
        join(case, similar.other(door, sending.same_as))
        tell_when(case, sending.observed)
        letters.send_receipt(case, password)
    return case


def tell_when(case: Case, observed: datetime | None) -> None:
    """The clock runs from the receipt; when it was seen stands on the timeline."""
    if observed is None or not WRITTEN_LATER <= case.opened_at - observed <= WRITTEN_BEFORE:
        return
    words = _("{at} 在沒有訊號處寫好").format(at=moment_text(observed))
    told = {"observed_at": observed.isoformat(), "notes": [words]}
    desk.note(case, "observed", _("離線填寫"), by=Citizen(case.pk), data=told)


def join(case: Case, other: Case | None) -> None:
    """Keeps the reporter's own suggestion, and says so on the timeline for whoever may merge."""
    if other is not None and other.pk != case.pk:
        SameAs.objects.create(case=case, other=other, at=timezone.now())
        told = {"notes": [f"民眾表示與 {other.number} 為同一件，請確認是否併案。"]}
        desk.note(case, "same_as", _("民眾認為同一案"), by=Citizen(case.pk), data=told)


def to_receipt(request: HttpRequest, case: Case, form_key: str) -> HttpResponse:
    """The address of the receipt is good for ten minutes, and in this browser only."""
    grants.give(request, case)
    token = signing.dumps({"number": case.number, "key": form_key}, salt=RECEIPT_SALT)
    return redirect(f"/receipt/{token}/")


@public
@unkept
@require_POST
def similar_cases(request: HttpRequest, name: str) -> HttpResponse:
    """Open cases that may be the same one, while the report is being typed."""
    door = door_or_404(name)
    data = sheets.typed(request.POST)
    context = {"similar": similar.found(door, data), "same_as": data.get("same_as", "")}
    return page(request, "counter/similar.html", context)


@public
@unkept
@require_POST
def suggested(request: HttpRequest, name: str) -> HttpResponse:
    """Categories that what is being typed may belong to; none is taken unless pressed."""
    door = door_or_404(name)
    context = {"suggestions": proposed(door, sheets.typed(request.POST))}
    return page(request, suggesting.TEMPLATE, context)


def proposed(door: Door, data: QueryDict) -> list[suggesting.Suggestion]:
    """Nothing that is chosen already is offered again."""
    found = suggesting.proposed(door.programme, door.public.intake, data)
    chosen = data.get(suggesting.TAKES) or data.get("category")
    return [one for one in found if str(one.category.pk) != chosen]
