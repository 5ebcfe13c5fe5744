"""From a row, and what was observed of it, to the history of a case."""

from datetime import datetime
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext as _

from yankao.kernel.cases.actors import System
from yankao.kernel.cases.models import Case
from yankao.kernel.exchange.mapping import Mapping
from yankao.kernel.exchange.records import Record, Rejected, has_lost_characters
from yankao.kernel.programmes.history import History, Step
from yankao.kernel.programmes.programme import Programme
from yankao.kernel.values.rows import fresh
from yankao.kernel.values.taipei import day_of

from .counting import Findings
from .lookup import Lookup


class Seen(NamedTuple):
    """One observed change: at that moment the source showed this state, unit and category."""

    at: datetime
    state: str
    unit: str = ""
    category: str = ""
    changed: str = ""


class Past:
    """Builds histories for one mapping and programme."""

    def __init__(self, mapping: Mapping, programme: Programme, lookup: Lookup) -> None:
        self.mapping, self.programme, self.lookup = mapping, programme, lookup
        self.by = System(f"import:{mapping.source}")
        self.start = programme.workflow.start
        self.labels = [_("來源"), _("原案號"), _("原類別"), _("原單位")]
        self.moved = _("來源欄位變動")
        self.facts = [
            row for row in programme.detail._meta.concrete_fields
            if row.name in mapping.columns and isinstance(row, models.CharField | models.TextField)
        ]  # fmt: skip

    def of(self, record: Record, seen: list[Seen], findings: Findings) -> History:
        """The unsaved case with everything known of it."""
        case = self.case(record, seen, findings)
        told = self.told(record, findings)
        at_end = {n: told.pop(n) for n in self.mapping.told_at_end if told.get(n)}
        steps = self.steps(record, seen, findings)
        if not self.ends(steps):
            case.censored_at = self.last_sight(record, steps)
        if case.due_at:
            case.late = (case.censored_at or steps[-1].at) > case.due_at
        if steps and at_end:
            steps[-1].values |= at_end
        else:
            told |= at_end
        detail = fresh(self.programme.detail, told)
        return History(
            case, detail, steps, self.by, timed=self.mapping.timed, notes=self.notes(record)
        )

    def case(self, record: Record, seen: list[Seen], findings: Findings) -> Case:
        values, opened = record.values, record.moments["opened_at"]
        first = seen[0] if seen else None
        unit = (first.unit if first else "") or values.get("unit", "")
        district = self.lookup.district(values.get("district", ""), findings)
        point = self.lookup.point(values.get("lng", ""), values.get("lat", ""), district, findings)
        said = (first.category if first else "") or values.get("category", "")
        if has_lost_characters(values.get("category", "") + values.get("address", "")):
            findings.remark("lost_characters", values.get("category", ""))
        channel = self.mapping.channels.get(values.get("channel", ""), self.mapping.channel)
        case = fresh(Case, {
            "address": cut(values.get("address", ""), Case, "address", findings),
            "lng": point[0] if point else None,
            "lat": point[1] if point else None,
            "channel": channel,
            "opened_at": opened,
            "due_at": None if self.mapping.timed else record.moment("due_at"),
            "source_city": "" if self.mapping.ours else self.mapping.source,
        })  # fmt: skip
        case.category = self.lookup.category(said, findings)
        case.holder = self.lookup.unit(unit, day_of(opened), findings)
        case.district = district
        return case

    def told(self, record: Record, findings: Findings) -> dict[str, str]:
        """What the detail takes from the row."""
        detail = self.programme.detail
        told = {f.name: cut(record.values[f.name], detail, f.name, findings) for f in self.facts}
        if any(field.name == "source_number" for field in detail._meta.concrete_fields):
            told["source_number"] = cut(record.number, detail, "source_number", findings)
        return told

    def notes(self, record: Record) -> list[str]:
        """The source's own words, so that no crosswalk can lose them."""
        values = [self.mapping.name, record.number]
        values += [record.values.get("category", ""), record.values.get("unit", "")]
        told = zip(self.labels, values, strict=True)
        return [f"{label}：{value}" for label, value in told if value]

    def state(self, said: str) -> str:
        """Our state for the source's code."""
        if not self.mapping.states:
            return self.start
        if said not in self.mapping.states:
            raise Rejected("unknown_state", repr(said))
        return self.mapping.states[said]

    def steps(self, record: Record, seen: list[Seen], findings: Findings) -> list[Step]:
        """Each observation that is not the opening itself, at the best moment known for it."""
        shown = seen or self.stated(record)
        last = self.state(record.values.get("state", ""))
        if not shown or shown[-1].state != last:
            shown = [*shown, Seen(self.sight(record), last)]
        if shown[0].state == self.start:
            shown = shown[1:]
        moments = in_order(record, self, shown, findings)
        steps, before = [], self.start
        for one, at in zip(shown, moments, strict=True):
            steps.append(self.step(one, at, before, findings))
            before = one.state
        return steps

    def stated(self, record: Record) -> list[Seen]:
        """Without observations: the states for which the row itself gives a moment."""
        last = self.state(record.values.get("state", ""))
        found = [Seen(record.moments["opened_at"], self.start)]
        for state, name in self.mapping.moments.items():
            at = record.moment(name)
            if at and (state == last or not self.final(state)) and state != self.start:
                found.append(Seen(at, state))
        return found

    def sight(self, record: Record) -> datetime:
        return record.moment("seen_at") or record.moments["opened_at"]

    def step(self, one: Seen, at: datetime, before: str, findings: Findings) -> Step:
        notes = [f"{self.moved}：{one.changed}"] if one.changed else []
        return Step(
            at,
            one.state,
            self.mapping.steps.get(f"{before}>{one.state}", "") if before != one.state else "",
            self.lookup.unit(one.unit, day_of(at), findings),
            self.lookup.category(one.category, findings),
            notes=notes if before == one.state else [],
        )

    def final(self, state: str) -> bool:
        return state in self.programme.workflow.final

    def ends(self, steps: list[Step]) -> bool:
        return bool(steps) and self.final(steps[-1].state)

    def last_sight(self, record: Record, steps: list[Step]) -> datetime:
        """When the source was last seen to hold the case."""
        last = steps[-1].at if steps else record.moments["opened_at"]
        return max(last, record.moment("lost_at") or last)


def in_order(record: Record, past: "Past", shown: list[Seen], findings: Findings) -> list[datetime]:
    """Moments that never go back. What the source states stands before what a copy observed.

    The copy's clock runs up to some minutes beside the source's, so an observation gives way to
    the stated moments around it; a stated one gives way only to a later stated one. A case may
    come back to a state: what is stated is the first time, of a final state the last.
    """
    mapping, final = past.mapping, past.programme.workflow.final
    moments, firm = [], []
    for index, one in enumerate(shown):
        told = record.moment(mapping.moments.get(one.state, ""))
        others = shown[index + 1 :] if one.state in final else shown[:index]
        told = None if one.state in {other.state for other in others} else told
        moments.append(told or one.at)
        firm.append(told is not None)
    for index in range(len(shown) - 2, -1, -1):
        if moments[index] > moments[index + 1] and (firm[index + 1] or not firm[index]):
            if firm[index]:
                findings.repaired(f"{shown[index].state}_after_{shown[index + 1].state}")
            moments[index] = moments[index + 1]
    before, earlier = record.moments["opened_at"], "opened"
    for index, at in enumerate(moments):
        if at < before and firm[index]:
            findings.repaired(f"{shown[index].state}_before_{earlier}")
        before = moments[index] = max(at, before)
        earlier = shown[index].state
    return moments


def cut(text: str, model: type[models.Model], name: str, findings: Findings) -> str:
    """The text as long as its column allows."""
    longest = getattr(model._meta.get_field(name), "max_length", None)
    if longest and len(text) > longest:
        findings.repaired(f"{name}_cut")
        return text[:longest]
    return text
