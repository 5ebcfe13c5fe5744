"""A move sent again is answered as the first time; one done without a signal keeps its moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Action
from yankao.kernel.people.models import Person
from yankao.kernel.policy.policy import Setting
from yankao.kernel.ui.moments import moment_text

from .models import SentOnce

OFFLINE_MINUTES = Setting(
    "field.offline_minutes", 240, gettext_lazy("離線回報採計現場時間之上限（分鐘）"),
    "本會設定；逾此時間以收到時間計", "assumed", 0,
)  # fmt: skip


@dataclass(frozen=True)
class Sending:
    """The key a device gave its sending, and when it says the work was done."""

    key: str = ""
    observed: datetime | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> "Sending":
        """From the form's hidden fields, or the headers of an API call."""
        key = request.POST.get("sent_key") or request.headers.get("Idempotency-Key", "")
        told = request.POST.get("sent_observed") or request.headers.get("Observed-At", "")
        try:
            observed = parse_datetime(told)
        except ValueError:
            observed = None
        aware = observed if observed is None or timezone.is_aware(observed) else None
        return cls(key[:64], aware)


def seen(sending: Sending, case: Case, action: str, by: Person) -> bool:
    """Whether this very sending has been carried out already."""
    if not sending.key:
        return False
    return SentOnce.objects.filter(key=sending.key, person=by, case=case, action=action).exists()


def keep(sending: Sending, case: Case, action: str, by: Person) -> None:
    """Inside the move's transaction: of two at once, the second finds the row and rolls back."""
    if sending.key:
        SentOnce.objects.create(key=sending.key, person=by, case=case, action=action)


def moment(sending: Sending, case: Case, action: Action) -> tuple[datetime | None, list[str]]:
    """When the move counts, and what the timeline says of it; None counts as now.

    What was observed counts for work outdoors, if it is not before the case's last entry and not
    older than the setting allows; both moments are kept in any case.
    """
    now, observed = timezone.now(), sending.observed
    if observed is None or not action.outdoors or now - observed < timedelta(minutes=1):
        return None, []
    words = _("離線回報：現場 {done}，收到 {got}").format(
        done=moment_text(observed), got=moment_text(now)
    )
    last = case.last_entry
    fresh = timedelta() <= now - observed <= timedelta(minutes=OFFLINE_MINUTES.value())
    if not fresh or (last and observed < last.at):
        return None, [words + _("（以收到時間計）")]
    return observed, [words]
