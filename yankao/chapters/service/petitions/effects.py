"""Consequences of a petition's moves: letters, clocks, parts split off."""

from collections.abc import Callable
from datetime import timedelta

from django.utils.translation import gettext as _

from yankao.kernel.cases import clocks
from yankao.kernel.cases.actors import System, person
from yankao.kernel.cases.models import Case, ClockRun
from yankao.kernel.cases.workflow import Effect, Move
from yankao.kernel.counter.links import link_for
from yankao.kernel.notices.effects import everyone_who_reported, handler, reporter, tell
from yankao.kernel.notices.facts import moment
from yankao.kernel.notices.letters import Channel
from yankao.kernel.notices.posting import post
from yankao.kernel.notices.standard import REMINDER, RETURNED
from yankao.kernel.people.models import Person
from yankao.kernel.programmes import desk, registry
from yankao.kernel.replies.levels import superiors
from yankao.kernel.tasks import asking
from yankao.kernel.values.roc import roc_text
from yankao.kernel.values.taipei import local

from . import letters, limits
from .asks.handling import CO_HANDLE
from .asks.proposals import CLOCK, end_of, newest_run
from .checks import officer_phone
from .forms import SpawnedForm
from .models import DeliveryResult, Proposal, ReplyMethod, petition
from .states import APPROVER

LANGUAGE = "zh-hant"


def send_confirmation(case: Case, move: Move) -> None:
    """A link that lives three days; only a letter to the address can bring it."""
    until = move.at + timedelta(hours=limits.CONFIRM_HOURS.value())
    facts = {"link": link_for(case, "confirm", until=until), "until": moment(until, LANGUAGE)}
    for contact in reporter(case, move):
        post(
            letters.CONFIRM, contact, key=f"petitions.confirm:case{case.pk}", at=move.at, case=case,
            facts=facts, channels=[Channel.EMAIL],
        )  # fmt: skip


def keep_start(case: Case, move: Move) -> None:
    """Keeps the moment from which the days are counted."""
    run = newest_run(case)
    detail = petition(case)
    detail.clock_start_at = run.started_at if run else None
    detail.save(update_fields=["clock_start_at"])


def reclassify(case: Case, move: Move) -> None:
    """The nature of the business is known when it is assigned; the clock keeps its start."""
    run = newest_run(case)
    if run and remeasured(run, case):
        run.save(update_fields=["limit", "due_at", "raw_due_at"])
        rewind(case, CLOCK)


def remeasured(run: ClockRun, case: Case) -> bool:
    """Gives the first round the limit of the case's nature; says whether that changed anything."""
    limit = limits.reply(case)
    if run.round > 1 or run.extended or run.limit == str(limit):
        return False
    clocks.set_limit(run, limit)
    return True


def rewind(case: Case, name: str) -> None:
    """The case's own due date and the waiting alarms follow a clock that was changed."""
    runs = clocks.runs_of(case)
    clock = next(one for one in case.workflow.clocks if one.name == name)
    clocks.settle(case, case.workflow, runs)
    clocks.set_alarms(runs[name], clock)


def carry_out(case: Case, move: Move) -> None:
    """What was proposed and is now approved."""
    detail = petition(case)
    done: dict[str, Callable[[Case, Move], None]] = {
        Proposal.EXTENSION: prolong,
        Proposal.FILING: tell_filed,
        Proposal.TRANSFER: tell_transferred,
        Proposal.CONVERSION: tell_converted,
    }
    done[detail.proposal](case, move)
    move.note["notes"] = [_("核定：{what}").format(what=detail.get_proposal_display())]


def prolong(case: Case, move: Move) -> None:
    """A later end, and the petitioner reads why."""
    day = petition(case).extend_to
    assert day is not None, "an extension names its day"
    clocks.extend(case, CLOCK, end_of(day))
    rewind(case, CLOCK)
    tell(letters.EXTENDED, to=everyone_who_reported, facts=extension_facts)(case, move)


def extension_facts(case: Case, move: Move) -> dict[str, object]:
    return {"why": petition(case).extension_reason}


def filing_facts(case: Case, move: Move) -> dict[str, object]:
    """For a repeat: date and number of the earlier answer (P4)."""
    detail = petition(case)
    earlier = ""
    if detail.previous_case:
        before = petition(detail.previous_case)
        day = roc_text(local(before.replied_at).date()) if before.replied_at else ""
        earlier = _("前案 {number} 已於 {day} 答復 {doc}。").format(
            number=before.case.number, day=day, doc=before.doc_number
        )
    ground = detail.get_ground_display() or detail.get_file_code_display()
    return {"ground": ground, "earlier": earlier}


tell_filed = tell(letters.FILED, to=reporter, facts=filing_facts)
tell_registered = tell(letters.REGISTERED, to=reporter)
tell_withdrawn = tell(letters.WITHDRAWN, to=reporter)


def conversion_facts(case: Case, move: Move) -> dict[str, object]:
    detail = petition(case)
    received = detail.received_at or case.opened_at
    return {"road": detail.get_convert_to_display(), "received": roc_text(local(received).date())}


def transfer_facts(case: Case, move: Move) -> dict[str, object]:
    return {"authority": petition(case).transfer_to}


tell_transferred = tell(letters.TRANSFERRED, to=reporter, facts=transfer_facts)
tell_converted = tell(letters.CONVERTED, to=reporter, facts=conversion_facts)


def supplement_facts(case: Case, move: Move) -> dict[str, object]:
    run = clocks.runs_of(case)["supplement"]
    return {
        "missing": petition(case).missing,
        "until": moment(run.due_at, LANGUAGE) if run.due_at else str(clocks.AWAITING),
    }


tell_supplement = tell(letters.SUPPLEMENT, to=reporter, facts=supplement_facts)


def ask_units(case: Case, move: Move) -> None:
    """Each unit asked reads what is asked and until when."""
    for row in case.involved.filter(asked_at=move.at).select_related("unit"):
        facts = {"asked": row.asked, "until": moment(row.due_at, LANGUAGE)}
        key = f"petitions.co_handle:{row.pk}"
        post(letters.CO_HANDLE, row.unit, key=key, at=move.at, case=case, facts=facts)


def end_co_handling(case: Case, move: Move) -> None:
    """What was not answered by now is waited for no longer."""
    case.involved.filter(answered_at=None, released_at=None).update(released_at=move.at)
    asking.finish_all(case, kind=CO_HANDLE, by=person(move.by), at=move.at, into=move.note)


def reply_facts(case: Case, move: Move) -> dict[str, object]:
    detail = petition(case)
    return {
        "reply": detail.reply_text,
        "basis": detail.legal_basis,
        "doc": detail.doc_number,
        "officer": case.handler.name if case.handler else "",
        "phone": officer_phone(case),
    }


def superiors_of(case: Case, move: Move) -> list[Person]:
    """Whoever may decide what was passed on."""
    return superiors(case, APPROVER.name, limits.deciding_level(case), move.at)


tell_superiors = tell(REMINDER, to=superiors_of, facts=lambda case, move: {"what": _("待您決行")})


def send_reply(case: Case, move: Move) -> None:
    """By e-mail it leaves with this move; any other way is on record by its number."""
    if petition(case).sent_by_method == ReplyMethod.EMAIL:
        by_mail = tell(letters.REPLY, to=reporter, facts=reply_facts, channels=[Channel.EMAIL])
        by_mail(case, move)


def answer_joined(case: Case, move: Move) -> None:
    """Each petitioner merged into this one is answered: by letter, else by the officer's hand."""
    facts, joined = reply_facts(case, move), case.children.select_related("contact")
    for child in joined.filter(state="merged"):
        key = f"petitions.reply:case{child.pk}:{move.at.isoformat()}"
        contact = child.contact if child.contact and not child.contact.erased_at else None
        told = contact and post(
            letters.REPLY, contact, key=key, at=move.at, case=child, facts=facts
        )
        if not told and case.handler:
            title = _("回復併案陳情人 {number}").format(number=child.number)
            asking.ask(
                title, of=case.handler, by=person(move.by), at=move.at, case=case,
                kind="answer_joined", into=move.note,
            )  # fmt: skip


tell_officer_why = tell(RETURNED, to=handler)
tell_closed = tell(letters.CLOSED, to=everyone_who_reported)


def delivered(case: Case, move: Move) -> None:
    detail = petition(case)
    if detail.delivery_result != DeliveryResult.BOUNCED:
        detail.delivered_at = move.at
        detail.save(update_fields=["delivered_at"])


def split_off(case: Case, move: Move) -> None:
    """A petition of its own: same petitioner, same date of receipt, its own clock and reply."""
    said = move.data
    data = {
        "subject": said["part_subject"], "content": said["part_content"], "kind": said["part_kind"],
        "category": said["part_category"].pk, "channel": case.channel or "paper",
        "sub_channel": case.sub_channel, "address": case.address, "district": case.district_id,
        "lng": case.lng, "lat": case.lat,
    }  # fmt: skip
    child = desk.open_case(
        registry.get("petitions"), data, by=System(f"由 {case.number} 分案"), intake=SpawnedForm,
        origin=case,
    )  # fmt: skip
    move.note["notes"] = [_("分出 {number}").format(number=child.number)]


def mark(**values: object) -> Effect:
    """An effect that sets plain facts of the petition."""

    def write(case: Case, move: Move) -> None:
        detail = petition(case)
        for name, value in values.items():
            setattr(detail, name, value)
        detail.save(update_fields=list(values))

    write.__name__ = "mark_" + "_".join(values)
    return write


new_round = mark(supplement_asked_at=None, silent=False, delivery_result="")
