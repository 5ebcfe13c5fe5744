"""Five tones carry meaning on screen; each has a colour and, where it matters, an icon."""

from datetime import datetime, timedelta

AMBER_FROM = 2 / 3
RED_FROM = 0.9
WITHOUT_START = timedelta(days=1)

NAMES = {
    "ok": "ok", "green": "ok", "lime": "ok", "teal": "ok", "success": "ok",
    "warn": "warn", "yellow": "warn", "orange": "warn", "amber": "warn", "warning": "warn",
    "late": "late", "red": "late", "pink": "late", "danger": "late", "error": "late",
    "info": "info", "blue": "info", "azure": "info", "cyan": "info", "indigo": "info",
    "purple": "info", "primary": "info",
}  # fmt: skip


def tone(name: object) -> str:
    """The house's word for a tone or a colour; whatever it does not know is quiet."""
    return NAMES.get(str(name or ""), "quiet")


def share_used(due: datetime, now: datetime, start: datetime | None) -> float:
    """How much of the allowed time is gone: 0 at the start, 1 at the due moment."""
    allowed = due - start if start and start < due else WITHOUT_START
    return max(0.0, 1 - (due - now) / allowed)


def urgency(due: datetime, now: datetime, start: datetime | None = None) -> str:
    """Green, amber from two thirds of the time used, red from nine tenths and when overdue."""
    used = share_used(due, now, start)
    if used >= RED_FROM:
        return "late"
    return "warn" if used >= AMBER_FROM else "ok"


def urgency_icon(due: datetime, now: datetime, tone_name: str) -> str:
    """Never by colour alone: overdue and urgent have their own signs."""
    if now > due:
        return "alert-triangle"
    return "clock" if tone_name == "ok" else "clock-exclamation"
