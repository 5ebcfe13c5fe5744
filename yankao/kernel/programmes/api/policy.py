"""Policy in rows: settings, categories, jurisdiction; for those who may change it on pages."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from yankao.kernel.cases.models import Category, JurisdictionRule
from yankao.kernel.policy.models import Value
from yankao.kernel.policy.policy import Setting

from ..programme import Programme
from ..schemas import body, form_data
from ..settings_forms import CategoryForm, RuleForm, TryForm, ValueForm, said
from ..settings_pages import setting_or_404, shared
from .door import PROBLEMS, managing, valid, who

Worth = bool | int | str | list[str]
CategoryIn = body("CategoryIn", CategoryForm)
RuleIn = body("RuleIn", RuleForm)
TryIn = body("TryIn", TryForm)


class SettingOut(Schema):
    """A named setting: value in force, default, where it comes from, how sure we are."""

    name: str
    label: str
    value: Worth
    default: Worth
    source: str
    mark: str


class PastOut(Schema):
    value: str
    since: date
    reason: str
    author: str


class SettingHistoryOut(SettingOut):
    history: list[PastOut]


class ValueIn(Schema):
    value: Worth
    since: date
    reason: str


class WholeCategoryOut(Schema):
    code: str
    name: str
    name_en: str
    group: str
    group_en: str
    hint: str
    active: bool
    order: int
    data: dict[str, Any]


class RuleOut(Schema):
    id: int
    category: str | None
    group: str
    district: str | None
    width_min: float | None
    width_max: float | None
    road_class: str
    asset_owner: str
    hour_from: int | None
    hour_to: int | None
    unit: str
    since: date
    until: date | None
    reason: str


class DecisionOut(Schema):
    """The competent unit, or none: the Centre decides; which rule, why, and which did not fit."""

    unit: str | None
    rule: int | None
    why: str
    considered: list[str]


def add(router: Router, programme: Programme) -> None:
    settings(router, programme)
    categories(router, programme)
    rules(router, programme)
    trying(router, programme)


def settings(router: Router, programme: Programme) -> None:
    name, guard = programme.name, managing(programme)

    @router.get("/settings", response=list[SettingOut], auth=guard, operation_id=f"{name}_settings")
    def listed(request: HttpRequest) -> Any:
        """Settings of this room, then those of every room."""
        return [setting_out(one) for one in [*programme.settings, *shared()]]

    @router.get(
        "/settings/{setting}", response={200: SettingHistoryOut, **PROBLEMS}, auth=guard,
        operation_id=f"{name}_setting",
    )  # fmt: skip
    def one(request: HttpRequest, setting: str) -> Any:
        """One setting and every value an official gave it."""
        return with_history(setting_or_404(programme, setting))

    @router.post(
        "/settings/{setting}", response={200: SettingHistoryOut, **PROBLEMS}, auth=guard,
        operation_id=f"{name}_change_setting",
    )  # fmt: skip
    def change(request: HttpRequest, setting: str, payload: ValueIn) -> Any:
        """A new value from a date on; running deadlines keep what they started with."""
        found = setting_or_404(programme, setting)
        given = payload.dict()
        if isinstance(given["value"], list):
            given["value"] = "\n".join(given["value"])
        valid(ValueForm(found, given)).change(by=who(request))
        return with_history(found)


def setting_out(setting: Setting[Any]) -> dict[str, Any]:
    return {
        "name": setting.name, "label": str(setting.label), "value": setting.value(),
        "default": setting.default, "source": str(setting.source), "mark": setting.mark,
    }  # fmt: skip


def with_history(setting: Setting[Any]) -> dict[str, Any]:
    rows = Value.objects.filter(name=setting.name).select_related("author")
    past = [
        {"value": said(row.value), "since": row.since, "reason": row.reason,
         "author": row.author.name if row.author else ""}
        for row in rows.order_by("-since", "-at")
    ]  # fmt: skip
    return setting_out(setting) | {"history": past}


def categories(router: Router, programme: Programme) -> None:
    name, guard = programme.name, managing(programme)
    rows = Category.objects.filter(programme=name)

    @router.get(
        "/catalogue", response=list[WholeCategoryOut], auth=guard,
        operation_id=f"{name}_all_categories",
    )  # fmt: skip
    def listed(request: HttpRequest) -> Any:
        """All categories with their limits and questions, the unused ones too."""
        return rows.all()

    @router.post(
        "/catalogue", response={201: WholeCategoryOut, **PROBLEMS}, auth=guard,
        operation_id=f"{name}_add_category",
    )  # fmt: skip
    def new(request: HttpRequest, payload: CategoryIn) -> Any:  # type: ignore[valid-type]
        form = CategoryForm(form_data(payload, CategoryForm), instance=Category(programme=name))
        return Status(201, valid(form).change({}, by=who(request)))

    @router.post(
        "/catalogue/{code}", response={200: WholeCategoryOut, **PROBLEMS}, auth=guard,
        operation_id=f"{name}_change_category",
    )  # fmt: skip
    def change(request: HttpRequest, code: str, payload: CategoryIn) -> Any:  # type: ignore[valid-type]
        """Cases keep the limits they started with."""
        found = get_object_or_404(rows.all(), code=code)
        before = CategoryForm.picture(found)
        form = CategoryForm(form_data(payload, CategoryForm), instance=found)
        return valid(form).change(before, by=who(request))


def rules(router: Router, programme: Programme) -> None:
    name, guard = programme.name, managing(programme)
    rows = JurisdictionRule.objects.filter(programme=name)

    @router.get("/rules", response=list[RuleOut], auth=guard,
                operation_id=f"{name}_rules")  # fmt: skip
    def listed(request: HttpRequest) -> Any:
        """Who is competent for what, past rules among them."""
        return [rule_out(row) for row in rows.select_related("category", "district", "unit")]

    @router.post(
        "/rules", response={201: RuleOut, **PROBLEMS}, auth=guard,
        operation_id=f"{name}_add_rule",
    )  # fmt: skip
    def new(request: HttpRequest, payload: RuleIn) -> Any:  # type: ignore[valid-type]
        form = valid(RuleForm(name, form_data(payload, RuleForm, name)))
        return Status(201, rule_out(form.supersede(by=who(request))))

    @router.post(
        "/rules/{pk}", response={201: RuleOut, **PROBLEMS}, auth=guard,
        operation_id=f"{name}_change_rule",
    )  # fmt: skip
    def change(request: HttpRequest, pk: int, payload: RuleIn) -> Any:  # type: ignore[valid-type]
        """A changed rule is a new row; the old one ends on the day the new one begins."""
        found = get_object_or_404(rows.all(), pk=pk)
        form = valid(RuleForm(name, form_data(payload, RuleForm, name), instance=found))
        return Status(201, rule_out(form.supersede(by=who(request))))


def rule_out(rule: JurisdictionRule) -> dict[str, Any]:
    same = ("group", "width_min", "width_max", "road_class", "asset_owner", "hour_from", "hour_to",
            "since", "until", "reason")  # fmt: skip
    return {field: getattr(rule, field) for field in same} | {
        "id": rule.pk, "unit": rule.unit.code,
        "category": rule.category.code if rule.category else None,
        "district": rule.district.code if rule.district else None,
    }  # fmt: skip


def trying(router: Router, programme: Programme) -> None:
    @router.post(
        "/try-rules", response={200: DecisionOut, **PROBLEMS}, auth=managing(programme),
        operation_id=f"{programme.name}_try_rules",
    )  # fmt: skip
    def asked(request: HttpRequest, payload: TryIn) -> Any:  # type: ignore[valid-type]
        """Who would get a made-up case, and why; nothing is stored."""
        found = valid(
            TryForm(programme.name, form_data(payload, TryForm, programme.name))
        ).decision()
        return {
            "unit": found.unit.code if found.unit else None,
            "rule": found.rule.pk if found.rule else None,
            "why": found.why,
            "considered": [f"{rule.unit}：{why}" for rule, why in found.considered],
        }
