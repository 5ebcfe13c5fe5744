"""Thumbnails as every printer takes them; one whose bytes are missing is only named."""

from io import BytesIO

from django.core.files.storage import default_storage
from PIL import Image

from yankao.kernel.files.models import Attachment
from yankao.kernel.ui.moments import moment_text

from ..document import Picture

SIDE = 480


def picture(file: Attachment) -> Picture | None:
    """The thumbnail as JPEG, or nothing when there is none to be shown."""
    if not file.thumbnail or file.held_back():
        return None
    try:
        with default_storage.open(str(file.thumbnail.name)) as stored, Image.open(stored) as opened:
            opened.thumbnail((SIDE, SIDE))
            out = BytesIO()
            opened.convert("RGB").save(out, "JPEG", quality=80)
    except OSError:  # the file store is away, or has lost it: the list of files names it
        return None
    return Picture(caption(file), out.getvalue())


def caption(file: Attachment) -> str:
    return f"{file.get_kind_display()} {moment_text(file.uploaded_at)} {file.name}"
