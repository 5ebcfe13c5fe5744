"""A browser that is told of its cases: yes by a press here, no by a press here or by going away."""

import json
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from yankao.kernel.cases.models import Case
from yankao.kernel.notices.addresses import reach_of
from yankao.kernel.notices.models import PushAddress
from yankao.kernel.people.models import Contact
from yankao.kernel.programmes.access import client, public

from . import grants
from .budgets import FOLLOWS, network
from .caching import unkept
from .following import KEPT_DAYS, of_browsers, stop
from .models import Follow

MINE = "counter.push"  # which contact stands for this browser
KEY, SECRET = 87, 22  # characters of a point on P-256 and of 16 bytes, in base64url


@public
@unkept
@require_POST
def subscribe(request: HttpRequest) -> HttpResponse:
    """A browser's subscription, for one case it may see; 400 for what no browser says."""
    try:
        said = json.loads(request.body)
        endpoint, keys = str(said["endpoint"]), said["keys"]
        key, secret = str(keys["p256dh"]), str(keys["auth"])
        number = str(said["number"])
    except (AttributeError, KeyError, TypeError, ValueError):
        return JsonResponse({}, status=400)
    right = known(endpoint) and len(endpoint) <= 500
    if not (right and len(key) == KEY and len(secret) == SECRET and f"{key}{secret}".isascii()):
        return JsonResponse({}, status=400)
    case = grants.case_of(request, number)
    if case is None or case.confidential:
        return JsonResponse({}, status=404)
    if not FOLLOWS.spend(network(client(request))):
        return JsonResponse({}, status=429)
    request.session[MINE] = listen(case, endpoint, key, secret).pk
    return JsonResponse({"told": True})


def known(endpoint: str) -> bool:
    """Whether it lies at a push service we know: what a stranger names is never asked for."""
    try:
        found = urlsplit(endpoint)
        host = found.hostname or ""
    except ValueError:
        return False
    there = any(host == one or host.endswith(f".{one}") for one in settings.PUSH_SERVICES)
    return there and found.scheme == "https" and found.port in (None, 443)


@transaction.atomic
def listen(case: Case, endpoint: str, key: str, secret: str) -> Contact:
    """The contact that stands for this browser follows the case; a known browser stays one."""
    now = timezone.now()
    row = PushAddress.objects.select_for_update().filter(endpoint=endpoint).first()
    if row is None:
        erase = timezone.localdate() + timedelta(days=KEPT_DAYS)
        language = "en" if get_language() == "en" else "zh-hant"
        contact = Contact.objects.create(language=language, erase_after=erase)
        row = PushAddress(contact=contact, endpoint=endpoint)
    row.key, row.secret, row.at, row.gone_at = key, secret, now, None
    row.save()
    Follow.objects.get_or_create(
        case=case, reach=reach_of(endpoint),
        defaults={"contact": row.contact, "asked_at": now, "confirmed_at": now},
    )  # fmt: skip
    return row.contact


@public
@unkept
@require_POST
def unsubscribe(request: HttpRequest) -> HttpResponse:
    """This browser is told nothing more, and forgotten."""
    contact = Contact.objects.filter(pk=request.session.pop(MINE, None)).first()
    if contact is not None:
        stop(of_browsers(contact.browsers.all()))
    return JsonResponse({"told": False})


def told_of(request: HttpRequest, case: Case) -> bool:
    """Whether this browser is told of the case."""
    mine = request.session.get(MINE)
    return bool(mine) and Follow.objects.filter(case=case, contact=mine).exists()
