"""Joins accepted files to a case."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from yankao.kernel.cases.entries import enter
from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person

from . import limits
from .intake import Accepted
from .models import Attachment, Kind
from .storage import put
from .words import Refused

THUMBNAIL_SUFFIX = ".thumb.webp"


def keep(
    case: Case,
    accepted: Accepted,
    *,
    by: Person | None,
    at: datetime,
    identifying: bool = False,
    keep_until: date | None = None,
) -> Attachment:
    """The row of the file, without a timeline entry: for use inside a move, which writes its own.

    The same file sent twice is stored once.
    """
    return _keep(case, accepted, by, at, identifying, keep_until)[0]


def attach(
    case: Case,
    accepted: Accepted,
    *,
    by: Person | None,
    at: datetime,
    identifying: bool = False,
    client: str = "",
) -> Attachment:
    """The file joins the case apart from any move; the timeline says so once."""
    with transaction.atomic():
        row, fresh = _keep(case, accepted, by, at, identifying, None)
        if fresh:
            enter(
                case,
                "attach",
                by=by,
                at=at,
                label=gettext_noop("附加檔案"),
                data=noted(row),
                client=client,
            )
    return row


def noted(row: Attachment) -> dict[str, object]:
    """What the timeline remembers of a file: enough to prove which one it was."""
    kind = str(Kind(row.kind).label)
    return {"attachment": row.pk, "notes": [kind], "sha256": row.sha256, "size": row.size}


def _keep(
    case: Case,
    accepted: Accepted,
    by: Person | None,
    at: datetime,
    identifying: bool,
    keep_until: date | None,
) -> tuple[Attachment, bool]:
    """The row, and whether it is new; the case's lock makes two equal uploads queue up."""
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
        rows = Attachment.objects.filter(case=case)
        there = rows.filter(received_sha256=accepted.received_sha256).first()
        if there is None:
            _refuse_floods(rows.count())
            return _stored(case, accepted, by, at, identifying, keep_until), True
    if there.kind != accepted.kind:
        raise Refused("already_here", kind=str(Kind(there.kind).label))
    return there, False


def _refuse_floods(already: int) -> None:
    limit = limits.FILES_PER_CASE.value()
    if already >= limit:
        raise Refused("too_many", limit=limit)


def _stored(
    case: Case,
    accepted: Accepted,
    by: Person | None,
    at: datetime,
    identifying: bool,
    keep_until: date | None,
) -> Attachment:
    suffix = accepted.name[accepted.name.rfind(".") :]
    thumbnail = ""
    stored = put(accepted.content, f"{accepted.sha256}{suffix}")
    if accepted.thumbnail:
        thumbnail = put(accepted.thumbnail, f"{accepted.sha256}{THUMBNAIL_SUFFIX}")
    return Attachment.objects.create(
        case=case,
        kind=accepted.kind,
        name=accepted.name,
        content_type=accepted.content_type,
        size=accepted.size,
        sha256=accepted.sha256,
        received_sha256=accepted.received_sha256,
        width=accepted.width,
        height=accepted.height,
        stored=stored,
        thumbnail=thumbnail,
        exif_lng=accepted.taken.lng,
        exif_lat=accepted.taken.lat,
        exif_taken_at=accepted.taken.at,
        uploaded_by=by,
        uploaded_at=at,
        identifying=identifying,
        scan=accepted.scan,
        keep_until=keep_until,
    )
