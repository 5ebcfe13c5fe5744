"""Street dispatch for other systems: Open311 GeoReport v2, mounted at /open311/v2/."""

from typing import Any

from django.utils.translation import gettext as _

from yankao.kernel.cases.models import Case, Category
from yankao.kernel.counter.open311.door import Open311
from yankao.kernel.counter.open311.views import urls
from yankao.kernel.programmes.endings import main_number
from yankao.kernel.values.roc import roc_text
from yankao.kernel.values.taipei import day_of

from . import limits
from .forms import PublicReportForm
from .models import Dispatch
from .workflow import UNDER_WAY


class PartnerReportForm(PublicReportForm):
    """What another system may send: a contact is welcome but not demanded (handbook 5-6 §3)."""

    about = (*PublicReportForm.about, "channel", "sub_channel")  # type: ignore[assignment]
    required_fields = ("category", "address")  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["description"].required = False


def notes(case: Case) -> str:
    """State and result in fixed words; what officials wrote stays inside."""
    detail: Dispatch = case.dispatch
    said = [case.state_label]
    if detail.result:
        said.append(str(detail.get_result_display()))
    if detail.planned_at:
        said.append(_("預定修復日 {day}").format(day=roc_text(detail.planned_at)))
    if number := main_number(case):
        said.append(_("併入 {number}").format(number=number))
    if case.censored_at and not case.closed_at:
        said.append(_("{day}之後不詳").format(day=roc_text(day_of(case.censored_at))))
    return "；".join(said)


def notice(category: Category) -> str:
    allowed = int(category.data.get("make_safe_min") or limits.MAKE_SAFE.value())
    return _("有立即危險者，{n} 分鐘內排除。").format(n=allowed)


door = Open311(
    programme_name="dispatch",
    jurisdiction="kcg.gov.tw",
    under_way=[str(state) for state in UNDER_WAY],
    notes=notes,
    intake=PartnerReportForm,
    notice=notice,
    attributes=("asset_no", "observed_at"),
)
urlpatterns = urls(door)
