"""What the demo sent and what did not arrive; the room that shows it decides who may look."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Notice, OutboxLetter
from .sending import resend

SHOWN = 100


def outbox_context() -> dict[str, object]:
    """For `notices/outbox.html`; add `resend_url` where letters may be sent again."""
    sent = OutboxLetter.objects.select_related("delivery__notice__case")
    return {
        "letters": list(sent[:SHOWN]),
        "troubled": list(Notice.objects.outgoing().undelivered()[:SHOWN]),
    }


def send_again(request: HttpRequest, notice_id: int) -> None:
    """Queues an undelivered letter once more and says so."""
    if resend(notice_id, at=timezone.now()):
        messages.success(request, _("已重新排入寄送。"))
    else:
        messages.info(request, _("這封信已經寄出或正在寄送，不需要重寄。"))
