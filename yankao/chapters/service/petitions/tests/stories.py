"""What the stories share: letters as they come in, and the usual way through the house."""

from yankao.kernel.cases.actors import Citizen
from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person
from yankao.kernel.programmes import desk as front
from yankao.kernel.testing.desk import Desk

from ..forms import MailboxForm
from .opening import data as letter

CENTRE, AGENCY, OTHER, ETHICS = "RDEC-JSC", "B01000", "A04000", "397230000A"
REPLY = (
    "王先生您好：有關建國三路路面維護，本處已於6月16日派員現勘，並排定6月30日前完成刨鋪。"
    "依高雄市市區道路管理自治條例第12條辦理，敬請諒察。"
)


def mail(**more: object) -> dict[str, object]:
    return {
        "subject": "公車班次太少", "content": "紅21公車假日班次太少，希望增加。",
        "kind": "improvement", "contact_name": "陳大文", "contact_email": "chen@example.tw", **more,
    }  # fmt: skip


def at(desk: Desk, role: str, unit: str = AGENCY) -> Person:
    """Whoever has the role there, with a telephone as officials have."""
    person = desk.person(role, unit)
    if not person.phone:
        person.phone = "07-3368333"
        person.save(update_fields=["phone"])
    return person


def received(desk: Desk, **more: object) -> Case:
    return desk.open(letter(**more), by=at(desk, "intake", CENTRE))


def posted(desk: Desk, **more: object) -> Case:
    """Through the mayor's mailbox."""
    return front.open_case(desk.programme, mail(**more), by=Citizen(), intake=MailboxForm)


def assigned(desk: Desk, case: Case, unit: str = AGENCY, **more: object) -> Case:
    data = {"unit": desk.unit(unit).pk, "complexity": "general", **more}
    return desk.do("assign", case, at(desk, "dispatcher", CENTRE), data)


def in_progress(desk: Desk, case: Case, unit: str = AGENCY) -> Case:
    assigned(desk, case, unit)
    return desk.do(
        "accept", case, at(desk, "window", unit), {"officer": at(desk, "officer", unit).pk}
    )


def drafted(desk: Desk, case: Case, text: str = REPLY, **more: object) -> Case:
    data = {"text": text, "basis": "", "closure": "adopted", **more}
    return desk.do("draft", case, at(desk, "officer"), data)


def replied(desk: Desk, case: Case, method: str = "phone", **more: object) -> Case:
    drafted(desk, case)
    desk.do("approve", case, at(desk, "approver"), {"weighed": []})
    return desk.do("send", case, at(desk, "officer"), {"sent_by_method": method, **more})


def closed(desk: Desk, case: Case) -> Case:
    replied(desk, case)
    desk.do("record_delivery", case, at(desk, "officer"), {"delivery_result": "delivered"})
    return desk.do("close", case, at(desk, "controller", CENTRE))


def whole(desk: Desk, **more: object) -> Case:
    """From the call to the closed case."""
    case = received(desk, **more)
    in_progress(desk, case)
    closed(desk, case)
    return case
