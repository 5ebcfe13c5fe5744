"""The stored bytes, each under its hash: written before the row, swept when no row needs them."""

import hashlib
import logging
import os
from collections.abc import Iterator
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from .models import Attachment

ROOT = "attachments"
NAMES = ("stored", "thumbnail", "masked", "masked_thumbnail")
logger = logging.getLogger(__name__)


def put(content: bytes, name: str) -> str:
    """Stores the bytes once and answers where; call it in the transaction that writes the row.

    The lock keeps the sweep away from a file that is about to be needed. A file cut short by a
    crash has the wrong size and is written again.
    """
    path = f"{ROOT}/{name[:3]}/{name}"
    _lock(path)
    if default_storage.exists(path):
        if default_storage.size(path) == len(content):
            return path
        default_storage.delete(path)
    stored = default_storage.save(path, ContentFile(content))
    _reach_the_disk(stored)
    return stored


def _lock(path: str) -> None:
    key = int.from_bytes(hashlib.sha256(path.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _reach_the_disk(name: str) -> None:
    """A receipt must not outlive its photo in a power cut; object stores see to it themselves."""
    try:
        path = default_storage.path(name)
    except NotImplementedError:
        return
    for target in (path, os.path.dirname(path)):
        handle = os.open(target, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def stored_files() -> Iterator[set[str]]:
    """Everything in the storage, folder by folder."""
    if not default_storage.exists(ROOT):
        folders: list[str] = []
    else:
        folders = default_storage.listdir(ROOT)[0]
    for folder in sorted(folders):
        yield {f"{ROOT}/{folder}/{name}" for name in default_storage.listdir(f"{ROOT}/{folder}")[1]}


def sweep(before: datetime) -> int:
    """Removes files that no row needs and that were written before that moment."""
    removed = 0
    for names in stored_files():
        rows = Attachment.objects.stored_as(names).values_list(*NAMES)
        needed = {name for row in rows for name in row}
        for name in sorted(names - needed):
            removed += _remove(name, before)
    return removed


def _remove(name: str, before: datetime) -> int:
    with transaction.atomic():
        _lock(name)
        if Attachment.objects.stored_as({name}).exists():
            return 0
        if default_storage.get_modified_time(name) >= before:
            return 0
        default_storage.delete(name)
    logger.info("swept %s", name)
    return 1


def lost() -> Iterator[Attachment]:
    """Rows whose bytes are missing; a backup check asks for them."""
    for row in Attachment.objects.shown().iterator():
        needed = [name for name in (row.stored.name, row.masked.name) if name]
        if not all(default_storage.exists(name) for name in needed):
            yield row
