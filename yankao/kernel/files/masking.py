"""Hides parts of a picture for good: painted into a copy, while the original stays restricted."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from yankao.kernel.cases.entries import enter
from yankao.kernel.people.models import Person

from . import boxes as parts
from . import ocr
from .attaching import THUMBNAIL_SUFFIX
from .boxes import BadBox, Box
from .identities import telling
from .images import written_masked
from .intake import SUFFIXES, digest
from .models import Attachment, AttachmentQuerySet, Look
from .storage import put


def mask(
    attachment: Attachment, boxes: Iterable[Box], *, by: Person, client: str = ""
) -> Attachment:
    """An officer has looked: these boxes are hidden from now on, none if there are none."""
    wanted = [box.checked() for box in boxes]
    if len(wanted) > parts.MOST:
        raise BadBox(parts.TOO_MANY)
    with transaction.atomic():
        row = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk)
        if row.look == Look.LOOKED and parts.read(row.boxes) == wanted:
            return row
        label = gettext_noop("遮蔽照片") if wanted else gettext_noop("查看照片，不需遮蔽")
        _hide(row, wanted, look=Look.LOOKED, by=by)
        _enter(row, label, by, client)
    return row


def look_at(attachment: Attachment) -> None:
    """Searches one picture and hides what it finds; an officer who came first has the say."""
    try:
        with attachment.stored.open("rb") as content:
            found = telling(ocr.words(content.read()))
    except (ocr.Unreadable, OSError):
        _waiting(attachment).update(look=Look.UNREAD)
        return
    with transaction.atomic():
        row = _waiting(attachment).select_for_update(of=("self",)).first()
        if row is not None:
            _hide(row, found[: parts.MOST], look=Look.MASKED if found else Look.CLEAR, by=None)
            if found:
                _enter(row, gettext_noop("照片自動遮蔽"), None, "")


def _waiting(attachment: Attachment) -> AttachmentQuerySet:
    return Attachment.objects.filter(pk=attachment.pk, look=Look.WAITING)


def _hide(row: Attachment, boxes: list[Box], *, look: Look, by: Person | None) -> None:
    """Writes the masked copy, or takes the old one away; the sweep removes its bytes."""
    row.masked, row.masked_thumbnail, row.masked_sha256, row.masked_size = "", "", "", None
    if boxes:
        with row.stored.open("rb") as content:
            whole, small = written_masked(content.read(), row.content_type, boxes)
        row.masked_sha256, row.masked_size = digest(whole), len(whole)
        row.masked = put(whole, f"{row.masked_sha256}{SUFFIXES[row.content_type]}")
        row.masked_thumbnail = put(small, f"{row.masked_sha256}{THUMBNAIL_SUFFIX}")
    row.boxes, row.look = parts.stored(boxes), look
    row.looked_by, row.looked_at = by, timezone.now()
    row.save(update_fields=[
        "masked", "masked_thumbnail", "masked_sha256", "masked_size", "boxes", "look",
        "looked_by", "looked_at",
    ])  # fmt: skip


def _enter(row: Attachment, label: str, by: Person | None, client: str) -> None:
    """Who hid how many parts of which picture; where they lie is part of the row."""
    told = {"attachment": row.pk, "sha256": row.sha256, "masked_sha256": row.masked_sha256,
            "parts": len(row.boxes)}  # fmt: skip
    enter(row.case, "mask", by=by, at=timezone.now(), label=label, data=told, client=client)
