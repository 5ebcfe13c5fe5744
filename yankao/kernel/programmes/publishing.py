"""Opens a photo to everybody, once an officer has looked: nobody's face, plate or door on it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yankao.kernel.cases.models import Case
from yankao.kernel.cases.visibility import may_see_identity
from yankao.kernel.files import ocr
from yankao.kernel.files.masking import mask
from yankao.kernel.files.models import Attachment, Look
from yankao.kernel.people.models import Person

from . import desk
from .access import case_or_404, client, official, room
from .programme import Programme


def may_publish(programme: Programme, case: Case, person: Person) -> bool:
    """Whoever deals with the case, where photos are shown; never of a confidential one."""
    shows = programme.public is not None and programme.public.photos
    return shows and not case.confidential and may_see_identity(person, case)


def publish(case: Case, photo: Attachment, by: Person, *, to: bool, client: str = "") -> None:
    """Opens the photo, or closes it again; the timeline says who looked."""
    if photo.public == to:
        return
    photo.public = to
    photo.save(update_fields=["public"])
    if to and not waits_for_program(photo) and not photo.is_checked():
        mask(photo, [], by=by, client=client)
    label = _("照片公開") if to else _("照片不再公開")
    told = {"attachment": photo.pk, "sha256": photo.sha256}
    desk.note(case, "publish_photo", label, by=by, client=client, data=told)


def waits_for_program(photo: Attachment) -> bool:
    """Opened, but not shown before the program that searches pictures has seen it."""
    return photo.look == Look.WAITING and ocr.present()


def photo_or_404(programme: Programme, case: Case, person: Person, pk: int) -> Attachment:
    if not may_publish(programme, case, person):
        raise Http404
    rows = Attachment.objects.shown().filter(case=case, identifying=False)
    return get_object_or_404(rows.filter(content_type__startswith="image/"), pk=pk)


@require_POST
@room
def photo(request: HttpRequest, programme: Programme, number: str, pk: int) -> HttpResponse:
    """Demands the officer's word that nobody is on it."""
    person = official(request)
    case = case_or_404(person, programme, number)
    found = photo_or_404(programme, case, person, pk)
    if "close" in request.POST:
        publish(case, found, person, to=False, client=client(request))
        messages.success(request, _("照片不再公開。"))
    elif "looked" in request.POST:
        publish(case, found, person, to=True, client=client(request))
        waits = waits_for_program(found)
        said = _("自動檢查完成後就會公開。") if waits else _("照片已公開在案件的公開頁。")
        messages.success(request, said)
    else:
        messages.error(request, _("請先確認照片中沒有人、車牌與門牌。"))
    return redirect(f"{programme.url}{number}/")
