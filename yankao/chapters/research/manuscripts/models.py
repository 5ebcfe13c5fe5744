"""What a manuscript knows beyond what every case knows; its text lies in the kernel's versions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case, CaseDetail, DetailQuerySet
from yankao.kernel.programmes.menu import CHAPTERS


class Manuscript(CaseDetail):
    title = models.CharField(_("節名"), max_length=100)
    chapter = models.CharField(
        _("章"), max_length=20, choices=[(name, _(label)) for name, label in CHAPTERS.items()]
    )
    unit = models.ForeignKey("people.Unit", models.PROTECT, verbose_name=_("撰稿機關"))
    order = models.IntegerField(_("順序"), default=50)
    word_limit = models.IntegerField(_("字數上限"), default=0)
    due_on = models.DateField(_("交稿期限"))
    part = models.CharField(_("帶入業務"), max_length=60, blank=True)
    submitted_at = models.DateTimeField(_("第一次交稿時間"), null=True, editable=False)

    objects = DetailQuerySet.as_manager()

    class Meta:
        verbose_name = _("稿件")


def manuscript(case: Case) -> Manuscript:
    detail: Manuscript = case.manuscripts
    return detail
