"""Several reporters of one hole: open cases of the same kind, near by and recent."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from yankao.kernel.cases.models import Case
from yankao.kernel.geo.places import near

from . import limits
from .workflow import UNDER_WAY


def candidates(category_id: int, at: datetime | None = None) -> QuerySet[Case]:
    """Open cases of the category, received in the hours that make one incident."""
    since = (at or timezone.now()) - timedelta(hours=limits.SAME_HOURS.value())
    return Case.objects.open().ours().filter(
        programme="dispatch", category=category_id, opened_at__gte=since,
        state__in=[str(s) for s in UNDER_WAY], parent=None,
    ).select_related("category", "district")  # fmt: skip


def same_incident(
    category_id: int, lng: float | None, lat: float | None, address: str = ""
) -> list[Case]:
    """Likely the same incident, nearest first; a suggestion, never a decision."""
    rows = candidates(category_id)
    if lng is not None and lat is not None:
        return list(near(rows, lng, lat, limits.SAME_METRES.value())[:5])
    return list(rows.filter(address=address)[:5]) if address else []
