"""Who is competent: versioned rules, the narrowest that fits wins, and it says why."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.geo.known import districts
from yankao.kernel.geo.models import District
from yankao.kernel.known.known import Known, hand, look
from yankao.kernel.people.known import units
from yankao.kernel.people.models import Unit

from .known import categories
from .models import Case, Category, JurisdictionRule

rules = Known(JurisdictionRule)
MISFITS = [
    gettext_lazy("類別不符"),
    gettext_lazy("類別群不符"),
    gettext_lazy("行政區不符"),
    gettext_lazy("道路等級不符"),
    gettext_lazy("設施所有人不符"),
    gettext_lazy("路寬不符或未知"),
    gettext_lazy("時段不符"),
]


@dataclass(frozen=True)
class Question:
    """What the rules are asked about."""

    programme: str
    category: Category | None
    district: District | None
    road_width: float | None = None
    road_class: str = ""
    asset_owner: str = ""
    at: datetime = field(default_factory=timezone.now)


@dataclass(frozen=True)
class Decision:
    """The competent unit, or None: the Centre decides. `why` says which rule and on what ground."""

    unit: Unit | None
    rule: JurisdictionRule | None
    why: str
    considered: list[tuple[JurisdictionRule, str]]


def rules_on(asked: Question) -> Iterable[JurisdictionRule]:
    """Rules in force about this category or about any."""
    day, stamps = timezone.localdate(asked.at), look()
    about = {None, asked.category.pk if asked.category else None}
    found = [
        rule
        for rule in rules.rows(stamps).values()
        if rule.programme == asked.programme and rule.category_id in about
        and rule.since <= day and (rule.until is None or rule.until > day)
    ]  # fmt: skip
    hand(found, "category", categories.rows(stamps).get)
    hand(found, "district", districts.rows(stamps).get)
    hand(found, "unit", units.rows(stamps).get)
    return found


def misfit(rule: JurisdictionRule, asked: Question) -> str:
    """Why the rule does not apply; "" when it does."""
    category, hour = asked.category, timezone.localtime(asked.at).hour
    group = category.group if category else ""
    tests = [
        rule.category_id and (category is None or rule.category_id != category.pk),
        rule.group and rule.group != group,
        rule.district_id and (asked.district is None or rule.district_id != asked.district.pk),
        rule.road_class and rule.road_class != asked.road_class,
        rule.asset_owner and rule.asset_owner != asked.asset_owner,
        not width_fits(rule, asked.road_width),
        not hour_fits(rule, hour),
    ]
    return next((str(why) for wrong, why in zip(tests, MISFITS, strict=True) if wrong), "")


def width_fits(rule: JurisdictionRule, width: float | None) -> bool:
    """From the lower bound on, below the upper; a rule about widths needs a known width."""
    if rule.width_min is None and rule.width_max is None:
        return True
    if width is None:
        return False
    above = rule.width_min is None or width >= rule.width_min
    return above and (rule.width_max is None or width < rule.width_max)


def hour_fits(rule: JurisdictionRule, hour: int) -> bool:
    """Half open; a span over midnight wraps."""
    start, end = rule.hour_from, rule.hour_to
    if start is None or end is None:
        return True
    return start <= hour < end if start <= end else hour >= start or hour < end


def narrowness(rule: JurisdictionRule) -> int:
    """How much a rule demands; the category weighs most, then owner, place, road, hour."""
    demands = [
        (rule.category_id, 32), (rule.group, 16), (rule.asset_owner, 8), (rule.district_id, 4),
        (rule.width_min is not None or rule.width_max is not None or rule.road_class, 2),
        (rule.hour_from is not None, 1),
    ]  # fmt: skip
    return sum(weight for demanded, weight in demands if demanded)


def answer(asked: Question) -> Decision:
    """The narrowest rule that fits; among equals the newest."""
    considered = [(rule, misfit(rule, asked)) for rule in rules_on(asked)]
    fitting = [rule for rule, why in considered if not why]
    if not fitting:
        return Decision(None, None, _("沒有符合的權責規則，由聯合服務中心判斷。"), considered)
    best = max(fitting, key=lambda rule: (narrowness(rule), rule.since, rule.pk))
    unit = best.unit.today()
    if not unit.stands():
        why = _("{unit} 已裁撤且無承接單位，由聯合服務中心判斷；請更新權責規則。")
        return Decision(None, best, why.format(unit=best.unit.name), considered)
    why = _("建議 {unit}：{ground}").format(unit=best.unit.name, ground=ground(best))
    return Decision(unit, best, why, considered)


def ground(rule: JurisdictionRule) -> str:
    """What the rule looks at, in words, with its basis."""
    said = [str(rule.category or rule.group or _("所有類別"))]
    if rule.asset_owner:
        said.append(_("設施屬 {owner}").format(owner=rule.asset_owner))
    if rule.district:
        said.append(str(rule.district))
    if rule.width_min is not None:
        said.append(_("路寬 {w} 公尺以上").format(w=f"{rule.width_min:g}"))
    if rule.width_max is not None:
        said.append(_("路寬未滿 {w} 公尺").format(w=f"{rule.width_max:g}"))
    if rule.hour_from is not None:
        said.append(f"{rule.hour_from}–{rule.hour_to} 時")
    return "、".join(said) + (f"({rule.reason})" if rule.reason else "")


def decide(case: Case, *, at: datetime | None = None) -> Decision:
    """Asks the rules about a case; what only its detail knows is taken from there."""
    detail = getattr(case, case.programme, None)
    return answer(
        Question(
            case.programme,
            case.category,
            case.district,
            getattr(detail, "road_width", None),
            getattr(detail, "road_class", ""),
            getattr(detail, "asset_owner", ""),
            at or timezone.now(),
        )
    )
