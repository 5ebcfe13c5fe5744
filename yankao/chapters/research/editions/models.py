"""What an edition knows beyond what every case knows; its issues lie in the kernel."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case, CaseDetail, DetailQuerySet


class Edition(CaseDetail):
    kind = models.CharField(_("報告種類"), max_length=40)
    edition = models.CharField(_("期別"), max_length=20)
    collect_by = models.DateField(_("交稿期限"))
    word_limit = models.IntegerField(_("每篇字數上限"), default=3000)
    doc_number = models.CharField(_("發文字號"), max_length=60, blank=True)
    recipients = models.CharField(_("函送機關"), max_length=300, blank=True)
    approved_at = models.DateTimeField(_("核定時間"), null=True, editable=False)
    sent_at = models.DateTimeField(_("函送時間"), null=True, editable=False)

    objects = DetailQuerySet.as_manager()

    class Meta:
        verbose_name = _("報告期別")


def edition(case: Case) -> Edition:
    detail: Edition = case.editions
    return detail
