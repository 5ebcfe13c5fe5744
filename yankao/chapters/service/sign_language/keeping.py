"""Lines that nobody holds any more: ended at the moment both were last heard, nothing guessed."""

from datetime import datetime, timedelta

from yankao.kernel.cases.errors import CaseError
from yankao.kernel.cases.models import Case
from yankao.kernel.programmes import desk
from yankao.kernel.video import meeting
from yankao.kernel.video.models import Side

from . import limits
from .effects import JOB, NAME
from .models import session
from .states import State


def follow(now: datetime) -> None:
    """A broken line may come back for ten minutes; whoever left the line of those who wait, not."""
    rows = Case.objects.filter(programme=NAME, state__in=[State.QUEUED, State.CONNECTED])
    for case in rows.select_related("sign_language"):
        name = "drop" if case.state == State.CONNECTED else "miss"
        over = broken(case, now) if case.state == State.CONNECTED else given_up(case, now)
        if over:
            try:
                desk.act(case, name, by=JOB, at=now)
            except CaseError:  # somebody moved it meanwhile
                continue


def broken(case: Case, now: datetime) -> bool:
    """One end has not been heard for as long as a line may stay broken."""
    last = meeting.last_together(case) or session(case).connected_at or case.opened_at
    return last + max(limits.same(), meeting.PATIENCE) < now


def given_up(case: Case, now: datetime) -> bool:
    """Waited long enough, or closed the page."""
    detail = session(case)
    since = detail.queued_at or case.opened_at
    if detail.resumed:  # their waiting began when they came back
        since = case.last_entry.at if case.last_entry else since
    heard = meeting.last_heard(case, Side.CITIZEN) or since
    gone = max(heard, since) + timedelta(minutes=limits.GONE_MINUTES.value()) < now
    return gone or since + timedelta(minutes=limits.WAIT_MINUTES.value()) < now


def forget(now: datetime) -> None:
    meeting.forget(now - timedelta(days=1))
