"""Hands a stored file to a browser so that it can do nothing but be looked at."""

import logging

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.http.response import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from .models import Attachment, Scan

SANDBOX = "default-src 'none'; sandbox"
logger = logging.getLogger(__name__)


def serve(
    request: HttpRequest, attachment: Attachment, thumbnail: bool = False, original: bool = False
) -> HttpResponseBase:
    """The file or its thumbnail; the caller has checked that this reader may see it.

    What was masked is served masked, at every door; only who says so gets the original.
    Browsers keep a private copy but ask each time, so a right that ends ends here too.
    """
    if attachment.held_back():
        return _held_back(attachment)
    small = thumbnail and bool(attachment.thumbnail)
    masked = bool(attachment.masked) and not original
    digest = attachment.sha256 if original else attachment.served_sha256()
    etag = f'"{digest[:32]}{"-t" if small else ""}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None and unchanged.status_code == 304:
        return _guarded(unchanged, etag)
    return _guarded(_file(attachment, _bytes(attachment, small, masked), small), etag)


def _bytes(attachment: Attachment, small: bool, masked: bool) -> str:
    """Where the bytes lie that this reader gets."""
    if masked:
        return str(attachment.masked_thumbnail if small else attachment.masked)
    return str(attachment.thumbnail if small else attachment.stored)


def _file(attachment: Attachment, name: str, small: bool) -> FileResponse:
    try:
        content = default_storage.open(name)
    except FileNotFoundError as error:
        logger.error("the bytes of attachment %s are missing: %s", attachment.pk, name)
        raise Http404(_("檔案遺失，已通知系統管理人員。")) from error
    return FileResponse(
        content,
        as_attachment=not attachment.is_photo(),
        filename=attachment.name,
        content_type="image/webp" if small else _typed(attachment.content_type),
    )


def _typed(content_type: str) -> str:
    return f"{content_type}; charset=utf-8" if content_type == "text/plain" else content_type


def _guarded(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _held_back(attachment: Attachment) -> HttpResponse:
    infected = attachment.scan == Scan.INFECTED
    words = (
        _("這個檔案含有惡意程式，不能開啟。") if infected else _("這個檔案待掃描，稍後即可開啟。")
    )
    response = HttpResponse(words, content_type="text/plain; charset=utf-8", status=409)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
