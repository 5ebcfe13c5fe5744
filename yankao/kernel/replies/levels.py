"""分層負責: which level may decide; 1 is the head of the agency, a larger number is lower."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.cases.actors import Actor
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.visibility import at_unit
from yankao.kernel.people.models import Duty, Level, Person
from yankao.kernel.policy.policy import Setting

UNSET = Setting(
    "replies.level_unset", 2, gettext_lazy("未填決行層級之主管視為第幾層"),
    "分層負責明細表；各機關自訂", "assumed", 1, 3,
)  # fmt: skip


def level_of(by: Actor, case: Case, role: str) -> int | None:
    """The highest level of this person's duties of the role at the holder; None without one."""
    if not isinstance(by, Person):
        return None
    here = [
        duty for duty in by.duties_at()
        if (duty.programme, duty.role) == (case.programme, role) and at_unit(duty, case.holder)
    ]  # fmt: skip
    return min((level(duty) for duty in here), default=None)


def level(duty: Duty) -> int:
    return duty.decides or UNSET.value()


def too_low(by: Actor, case: Case, role: str, needed: int) -> str:
    """Why this person may not decide, or ""."""
    own = level_of(by, case, role)
    if own is not None and own <= needed:
        return ""
    told = _("依分層負責，本案須由{level}決行，請核轉上級。")
    return told.format(level=Level(needed).label)


def superiors(case: Case, role: str, needed: int, on: "object") -> list[Person]:
    """Whoever at the holder has the role and may decide."""
    if case.holder is None:
        return []
    duties = Duty.objects.in_force(on).filter(programme=case.programme, role=role)  # type: ignore[arg-type]
    rows = duties.select_related("person", "unit")
    found = [d.person for d in rows if at_unit(d, case.holder) and level(d) <= needed]
    return list(dict.fromkeys(found))
