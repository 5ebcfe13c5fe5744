"""Photos that arrive before their form: checked at once, kept for two hours, offered again."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yankao.kernel.files.intake import Accepted, accept
from yankao.kernel.files.names import safe_name, suffix_of
from yankao.kernel.geo.places import check_place
from yankao.kernel.programmes.access import client, public

from .budgets import PHOTOS, network
from .caching import unkept
from .models import KeptPhoto
from .sheets import Offer

logger = logging.getLogger(__name__)
KEPT_FOR = timedelta(hours=2)
ROOT = "unsent"
signer = signing.Signer(salt="yankao.counter.photo")


@dataclass
class Tray:
    """The photos of one unsent form: what is kept, and what was refused and why."""

    most: int = 5
    kept: list[KeptPhoto] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def shown(self) -> list[tuple[str, KeptPhoto, Offer | None]]:
        """Signed id, photo, and the place it says it was taken at."""
        return [(signer.sign(str(one.pk)), one, place_of(one)) for one in self.kept]

    def files(self, name: str) -> "MultiValueDict[str, UploadedFile[bytes]]":
        """The kept photos as the form expects uploads."""
        return MultiValueDict({name: [reopened(one) for one in self.kept]})


def place_of(photo: KeptPhoto) -> Offer | None:
    """Offered when it lies in the city; a camera may be wrong, so somebody has to press it."""
    if photo.lng is None or photo.lat is None:
        return None
    found = check_place(photo.lng, photo.lat)
    if not found.ok or found.district is None:
        return None
    label = _("用照片的拍攝位置（%(name)s）") % {"name": found.district.label()}
    return Offer(photo.lng, photo.lat, label)


def reopened(photo: KeptPhoto) -> "UploadedFile[bytes]":
    with default_storage.open(photo.stored) as content:
        return SimpleUploadedFile(photo.name, content.read())


def gather(request: HttpRequest, *, name: str = "photos", most: int = 5) -> Tray:
    """What was kept before, without what was dropped, and what came now."""
    tray = Tray(most, kept=still_kept(request))
    for upload in request.FILES.getlist(name):
        trouble = take(upload, tray, who=network(client(request)))
        if trouble:
            tray.troubles.append(trouble)
    return tray


def still_kept(request: HttpRequest) -> list[KeptPhoto]:
    dropped = set(request.POST.getlist("drop"))
    wanted = [unsigned(one) for one in request.POST.getlist("kept") if one not in dropped]
    rows = KeptPhoto.objects.filter(kept_at__gt=timezone.now() - KEPT_FOR).in_bulk(
        [one for one in wanted if one]
    )
    return list({str(row.pk): row for row in rows.values()}.values())


def unsigned(value: str) -> str:
    try:
        return signer.unsign(value)
    except signing.BadSignature:
        return ""


def take(upload: "UploadedFile[bytes]", tray: Tray, *, who: str) -> str:
    """Keeps a photo, or says what its sender can do about it."""
    if len(tray.kept) >= tray.most:
        return _("最多 %(most)d 張照片，「%(name)s」未加入。") % {
            "most": tray.most, "name": upload.name,
        }  # fmt: skip
    if not PHOTOS.spend(who):
        return _("短時間內上傳太多照片，請一小時後再補上傳；案件可先送出。")
    try:
        accepted = accept(upload, kind="photo")
    except ValidationError as error:
        return " ".join(error.messages)
    try:
        tray.kept.append(keep(upload, accepted))
    except OSError:
        logger.exception("a photo could not be stored")
        return _("照片暫時存不進去，其他內容都還在。可先送出案件，稍後再補照片。")
    return ""


def keep(upload: "UploadedFile[bytes]", accepted: Accepted) -> KeptPhoto:
    """The upload as it came: the case's own check reads it again, position and all."""
    name = safe_name(upload.name or "", suffix_of(upload.name or ""))
    upload.seek(0)
    row = KeptPhoto(
        name=name[:200], size=upload.size or 0, thumbnail=accepted.thumbnail,
        lng=accepted.taken.lng, lat=accepted.taken.lat, kept_at=timezone.now(),
    )  # fmt: skip
    row.stored = default_storage.save(f"{ROOT}/{row.pk}", ContentFile(upload.read()))
    row.save(force_insert=True)
    return row


def forget(photos: Iterable[KeptPhoto]) -> None:
    """The rows first: a row without its bytes would be a broken promise."""
    for photo in list(photos):
        KeptPhoto.objects.filter(pk=photo.pk).delete()
        default_storage.delete(photo.stored)


def forget_old() -> None:
    """Photos whose form was never sent, and bytes that a crash left without a row."""
    oldest = timezone.now() - KEPT_FOR
    forget(KeptPhoto.objects.filter(kept_at__lt=oldest))
    names = default_storage.listdir(ROOT)[1] if default_storage.exists(ROOT) else []
    needed = set(KeptPhoto.objects.values_list("stored", flat=True))
    for path in {f"{ROOT}/{name}" for name in names} - needed:
        if default_storage.get_modified_time(path) < oldest:
            default_storage.delete(path)


@public
@unkept
@require_POST
def photos(request: HttpRequest) -> HttpResponse:
    """Takes photos while the rest is being typed, and answers with the tray."""
    tray = gather(request)
    return render(request, "counter/photos.html#tray", {"tray": tray})


@public
@require_GET
def thumbnail(request: HttpRequest, token: str) -> HttpResponseBase:
    """A small picture of a kept photo, for the browser that holds its signed name."""
    name = unsigned(token)
    row = KeptPhoto.objects.filter(pk=name).first() if name else None
    if row is None:
        return HttpResponse(status=404)
    response = HttpResponse(bytes(row.thumbnail), content_type="image/webp")
    response.headers["Cache-Control"] = "private, max-age=7200"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
