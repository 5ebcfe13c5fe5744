"""A form field whose photos are checked and cleaned, and the step that joins them to a case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from yankao.kernel.cases.actors import Actor, person
from yankao.kernel.cases.models import Case
from yankao.kernel.ui import forms as ui

from .attaching import keep
from .intake import Accepted, accept


class PhotosField(ui.PhotosField):
    """Photos of one kind; refuses, in words, what is not a photo."""

    def __init__(self, *, kind: str = "photo_before", **options: Any) -> None:
        self.kind = kind
        super().__init__(**options)

    def clean(  # type: ignore[override]
        self, data: list[UploadedFile[bytes]] | None, initial: object = None
    ) -> list[Accepted]:
        return [accept(photo, kind=self.kind) for photo in super().clean(data, initial)]


def attach(
    case: Case, accepted: Iterable[Accepted] | None, *, by: Actor, at: datetime | None = None
) -> None:
    """Keeps accepted files with the case, inside the move that brought them."""
    for one in accepted or ():
        keep(case, one, by=person(by), at=at or timezone.now())
