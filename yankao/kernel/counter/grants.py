"""Which cases this browser may follow without typing the password again."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from yankao.kernel.cases.models import Case

from . import limits

KEY = "counter.cases"
MOST = 30


def give(request: HttpRequest, case: Case) -> None:
    """Remembers the case for some hours; a citizen's session ends with them."""
    held = {**numbers(request), case.number: timezone.now().timestamp()}
    request.session[KEY] = dict(list(held.items())[-MOST:])
    if not request.user.is_authenticated:
        request.session.set_expiry(timedelta(hours=limits.SESSION_HOURS.value()))


def numbers(request: HttpRequest) -> dict[str, float]:
    """Numbers and since when, oldest first, without those whose time is over."""
    oldest = timezone.now().timestamp() - limits.SESSION_HOURS.value() * 3600
    kept = request.session.get(KEY, {})
    return {number: at for number, at in kept.items() if at > oldest}


def take(request: HttpRequest, number: str) -> None:
    """Forgets a case, as on a computer that others use."""
    held = numbers(request)
    held.pop(number, None)
    request.session[KEY] = held


def case_of(request: HttpRequest, number: str) -> Case | None:
    """The case, if this browser may see it."""
    if number not in numbers(request):
        return None
    rows = Case.objects.select_related("category", "district", "holder", "contact", "parent")
    return rows.filter(number=number).first()


def cases(request: HttpRequest) -> list[Case]:
    """My cases, newest first."""
    held = numbers(request)
    if not held:
        return []
    rows = Case.objects.filter(number__in=list(held)).select_related("category", "district")
    return list(rows.order_by("-opened_at"))
