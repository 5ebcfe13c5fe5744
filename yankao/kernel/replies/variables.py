"""Variables that a reply may name; each is filled from the case at hand."""

import re
from collections.abc import Collection, Mapping

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.cases.actors import Actor, person
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.visibility import may_see_identity
from yankao.kernel.notices.facts import case_facts
from yankao.kernel.notices.letters import VARIABLE, Audience
from yankao.kernel.values.roc import roc_text

VARIABLES = {
    "name": gettext_lazy("反映人姓名"),
    "number": gettext_lazy("案號"),
    "title": gettext_lazy("案由"),
    "category": gettext_lazy("類別"),
    "place": gettext_lazy("地點"),
    "opened": gettext_lazy("受理日期"),
    "due": gettext_lazy("期限"),
    "unit": gettext_lazy("承辦單位"),
    "officer": gettext_lazy("承辦人"),
    "phone": gettext_lazy("承辦人或承辦單位電話"),
    "today": gettext_lazy("今天日期"),
}
LANGUAGE = "zh-hant"
NAMED = re.compile(r"\{(\w+)\}")


class ReplyField(forms.CharField):
    """A text that goes to the citizen: standard replies are offered for it, variables filled."""

    def __init__(self, *, rows: int = 8, **options: object) -> None:
        options.setdefault("widget", forms.Textarea({"rows": rows}))
        super().__init__(**options)  # type: ignore[arg-type]

    def clean(self, value: object) -> str:
        text: str = super().clean(value)
        open_ones = left(text)
        if open_ones:
            raise forms.ValidationError(unfilled(open_ones))
        return text


def unfilled(names: Collection[str]) -> str:
    """Says of each variable left in a text whether it is unknown or has no value here."""
    unknown = [f"{{{name}}}" for name in names if name not in VARIABLES]
    empty = [str(VARIABLES[name]) for name in names if name in VARIABLES]
    told = [_("沒有這個變數：{names}。").format(names="、".join(unknown))] if unknown else []
    if empty:
        told.append(_("本案沒有可代入的資料：{names}，請自行填寫。").format(names="、".join(empty)))
    return "".join(told)


def facts(case: Case, by: Actor) -> dict[str, str]:
    """The values this person may use; the reporter's name only for those who may know it."""
    known = case_facts(case, Audience.REPORTER, LANGUAGE)
    who = person(by)
    named = case.contact is not None and who is not None and may_see_identity(who, case)
    officer, unit = case.handler, case.holder
    return {name: known.get(name, "") for name in VARIABLES} | {
        "name": case.contact.name if named and case.contact else "",
        "opened": roc_text(timezone.localdate(case.opened_at)),
        "officer": officer.name if officer else "",
        "phone": (officer.phone if officer else "") or (unit.phone if unit else ""),
        "today": roc_text(timezone.localdate()),
    }


def render(text: str, known: Mapping[str, str]) -> str:
    """The text with what is known; what is not stays a variable, so that nobody overlooks it."""
    return VARIABLE.sub(lambda found: known.get(found[1]) or found[0], text)


def left(text: str) -> list[str]:
    """Variables still in a text, once each, in order."""
    return list(dict.fromkeys(NAMED.findall(text)))
