"""The receipt: number and password, once, after the case is certainly stored."""

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from yankao.kernel.programmes.access import public
from yankao.kernel.ui.pages import page

from . import doors, grants, passwords, receipts
from .caching import unkept
from .models import Receipt
from .progress import links
from .report import RECEIPT_SALT

SHOWN_SECONDS = 600


@public
@unkept
@require_GET
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Works for ten minutes in the browser that sent the report; a copied address shows nothing."""
    try:
        told = signing.loads(token, salt=RECEIPT_SALT)
        fresh = signing.loads(token, salt=RECEIPT_SALT, max_age=SHOWN_SECONDS) == told
    except signing.SignatureExpired:
        fresh = False
    except signing.BadSignature:
        return page(request, "counter/receipt_gone.html", {"case": None}, status=410)
    case = grants.case_of(request, told["number"])
    found = receipts.find(told["number"]) if case else None
    password = passwords.derived(told["number"], told["key"])
    if case is None or found is None or not fresh or not receipts.holds(found, password):
        return page(request, "counter/receipt_gone.html", {"case": case}, status=410)
    Receipt.objects.filter(pk=found.pk, told_at=None).update(told_at=timezone.now())
    context = {
        "case": case,
        "door": doors.door_of(case),
        "password": passwords.grouped(password),
        "letter": case.contact is not None and bool(case.contact.email or case.contact.phone),
        "links": links(case),
        "told": told_again(case.number, password),
    }
    return page(request, "counter/receipt.html", context)


def told_again(number: str, password: str) -> str:
    """Both in one line, for copying."""
    return f"{number} {passwords.grouped(password)}"
