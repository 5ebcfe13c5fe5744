"""Letters lose their words and addresses when their people are forgotten; that they left stays."""

from collections.abc import Sequence

from django.db.models import Q

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Contact

from .models import Delivery, LineAddress, Notice, OutboxLetter, PushAddress


def forget_letters(case: Case, people: Sequence[Contact]) -> None:
    """All letters about the case, to whomever: an agency's copy may quote the citizen."""
    rows = Notice.objects.filter(Q(case=case) | Q(contact__in=people))
    OutboxLetter.objects.filter(delivery__notice__in=rows).delete()
    Delivery.objects.filter(notice__in=rows).update(detail="")
    LineAddress.objects.filter(contact__in=people).delete()
    PushAddress.objects.filter(contact__in=people).delete()
    rows.update(subject="", body="", facts={})
