"""Prints a case: says so on its timeline first, then sets it; one at a time in each process."""

from datetime import datetime
from threading import BoundedSemaphore

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from yankao.kernel.cases.errors import Refused
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.visibility import may_see_identity
from yankao.kernel.people.models import Person
from yankao.kernel.programmes import casepage, desk
from yankao.kernel.programmes.programme import Programme
from yankao.kernel.text.known import masked
from yankao.kernel.ui.moments import moment_text

from .. import opendocument, typesetting
from ..document import Document
from .casepaper import Contact, Printing, document

TYPES = {"pdf": "application/pdf", "odt": "application/vnd.oasis.opendocument.text"}
PATIENCE = 8  # seconds that a second printing waits for the first
press = BoundedSemaphore(1)


def printed(
    programme: Programme, case: Case, form: str, *, by: Person, reason: str = "", client: str = ""
) -> bytes:
    """The file. With a reason, whoever may know who reported has it printed in full."""
    whole = bool(reason) and case.contact is not None and may_see_identity(by, case)
    if whole:
        casepage.looked(case, by, reason, client)
    with override("zh-hant"):
        label = _("列印案卷（{form}）").format(form=form.upper())
        desk.note(case, "print_case", label, by=by, client=client)
        now = timezone.now()
        sheet = document(programme, case, Printing(by, now, contact(case, by, whole), whole))
        notice = _("{number}　{unit} {name} 於 {at} 列印。內含公務資料，請依規定保管。").format(
            number=case.number, unit=by.unit or "", name=by.name, at=moment_text(now)
        )
    url = f"{settings.PUBLIC_ADDRESS.rstrip('/')}{programme.url}{case.number}/"
    return pressed(sheet, form, url=url, notice=notice, at=now)


def pressed(sheet: Document, form: str, *, url: str, notice: str, at: datetime) -> bytes:
    """The document as pdf or odt; Refused when others are printing for too long."""
    if not press.acquire(timeout=PATIENCE):
        raise Refused(_("同時列印的人較多，請稍候再按一次。"))
    try:
        if form == "odt":
            return opendocument.odt(sheet, url=url, notice=notice)
        return typesetting.pdf(sheet, url=url, notice=notice, at=at, sheet="paper")
    finally:
        press.release()


def contact(case: Case, by: Person, whole: bool) -> Contact | None:
    """Who reported as far as this person may read it on the page."""
    if case.contact is None or not casepage.shows_contact(by, case):
        return None
    if whole:
        return {name: getattr(case.contact, name) for name in ("name", "phone", "email", "address")}
    return masked(case.contact)
