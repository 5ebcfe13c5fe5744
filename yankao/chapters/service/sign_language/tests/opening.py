"""How the tests enter a session that was held over LINE."""

from datetime import timedelta

from django.utils import timezone

from ..models import Session

ROLE = "interpreter"


def data(**more: object) -> dict[str, object]:
    """Ended five minutes ago; another account each time unless named."""
    now = timezone.now()
    return {
        "language": "tsl", "purpose": "consult", "outcome": "explained", "note": "",
        "line_id": f"caller-{Session.objects.count()}", "connected_at": now - timedelta(minutes=20),
        "ended_at": now - timedelta(minutes=5), **more,
    }  # fmt: skip
