"""Files of an issue: asked for on a page, made by the worker, made again when it was killed."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from yankao.kernel.values.roc import roc_stamp

from . import annex, opendocument, typesetting, webpage
from .document import document_of
from .models import Issue, Rendering

Form = Rendering.Form
SILENT = timedelta(minutes=2)  # a report takes seconds; longer means its worker is gone
MOST_TRIES = 5


def notice() -> str:
    return "本報告每一個數字都可查到來源與當時的資料："


def made(issue: Issue, form: str) -> bytes:
    """The bytes of one form of the issue; the same issue always says the same."""
    site = settings.PUBLIC_ADDRESS.rstrip("/")
    url, document = f"{site}{issue.url}", document_of(issue.document)
    forms: dict[str, Callable[[], bytes]] = {
        Form.PDF: lambda: typesetting.pdf(document, url=url, notice=notice(), at=issue.at),
        Form.ODT: lambda: opendocument.odt(document, url=url, notice=notice()),
        Form.HTML: lambda: webpage.standalone(document, url=url, notice=notice()),
        Form.CSV: lambda: annex.csv(issue, site),
        Form.ODS: lambda: annex.ods(issue, site),
    }
    with override("zh-hant"):
        return forms[form]()


def ask(issue: Issue, *, at: datetime) -> None:
    """All forms of an issue are made by the worker; what is made already stays."""
    from .jobs import render

    with transaction.atomic():
        for form in Form:
            row, fresh = Rendering.objects.get_or_create(
                issue=issue, form=form, defaults={"asked_at": at}
            )
            if fresh or lost(row, at):
                again = {"asked_at": at, "begun_at": None, "fault": "", "tries": 0}
                Rendering.objects.filter(pk=row.pk).update(**again)
                render.defer(rendering_id=row.pk)


def lost(row: Rendering, now: datetime) -> bool:
    """Failed, or nobody has been at it for too long."""
    waits = row.done_at is None and now - (row.begun_at or row.asked_at) > SILENT
    return bool(row.fault) or waits


def run(rendering_id: int) -> None:
    """Makes one file; twice does no harm. What goes wrong stands on the page and is tried again."""
    row = Rendering.objects.select_related("issue__report").get(pk=rendering_id)
    if row.done_at:
        return
    now = timezone.now()
    Rendering.objects.filter(pk=row.pk).update(begun_at=now, tries=row.tries + 1, fault="")
    try:
        content = made(row.issue, row.form)
    except Exception as error:  # whatever it is, the page says so and the job tries again
        fault = str(error)[:500] or type(error).__name__
        Rendering.objects.filter(pk=row.pk).update(fault=fault)
        raise
    keep(row, content)


def keep(row: Rendering, content: bytes) -> None:
    """Stores the file under its hash, then says that it is there."""
    sha256 = hashlib.sha256(content).hexdigest()
    name = f"reports/{row.issue_id}/{sha256[:16]}.{row.form}"
    if not default_storage.exists(name):
        name = default_storage.save(name, ContentFile(content))
    Rendering.objects.filter(pk=row.pk).update(
        done_at=timezone.now(), file=name, size=len(content), sha256=sha256, fault=""
    )


def standing(row: Rendering, now: datetime) -> tuple[str, str]:
    """How it stands with a file: a tone and a sentence that is true."""
    if row.done_at:
        return "ok", _("已於 {at} 製作完成。").format(at=roc_stamp(row.done_at))
    if row.fault:
        words = _("製作失敗（第 {n} 次）：{why}")
        return "late", words.format(n=row.tries, why=row.fault)
    if row.begun_at is None:
        return "quiet", _("已排入製作，尚未開始。")
    if now - row.begun_at > SILENT and row.tries >= MOST_TRIES:
        return "late", _("多次中斷，請按「製作缺少的檔案」重做。")
    if now - row.begun_at > SILENT:
        return "warn", _("{at} 開始製作後中斷，系統會自動重做。").format(at=roc_stamp(row.begun_at))
    return "info", _("製作中，{at} 開始。").format(at=roc_stamp(row.begun_at))
