"""What an Asterisk wrote, read late, twice and out of order."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from yankao.chapters.service.contact_centre.formulas import Disposition
from yankao.chapters.service.contact_centre.queue_log import Reading, Reason, digest, read

START = 1685937600
KEY = b"a key of the tests"


def told(after: float, event: str, *data: str, call: str = "1.1", agent: str = "NONE") -> str:
    return "|".join([f"{START + after}", call, "1999", agent, event, *data])


def log(*lines: str) -> Reading:
    return read(lines, key=KEY, short_seconds=5)


ENTERED = told(0, "ENTERQUEUE", "", "0912345678", "1")
CONNECTED = told(12, "CONNECT", "12", "1.2", "3", agent="SIP/07")
COMPLETED = told(212, "COMPLETECALLER", "12", "200", "1", agent="SIP/07")


def test_a_call_is_followed_from_queue_to_end() -> None:
    (call,) = log(ENTERED, CONNECTED, COMPLETED).calls
    assert (call.unique_id, call.queue, call.agent) == ("1.1", "1999", "SIP/07")
    assert call.queued_at == datetime.fromtimestamp(START, UTC)
    assert call.answered_at == call.queued_at + timedelta(seconds=12)
    assert call.ended_at == call.queued_at + timedelta(seconds=212)
    assert call.disposition == Disposition.ANSWERED


def test_the_order_of_lines_makes_no_difference() -> None:
    wanted = log(ENTERED, CONNECTED, COMPLETED).calls
    for lines in permutations([ENTERED, CONNECTED, COMPLETED, COMPLETED]):
        found = log(*lines)
        assert found.calls == wanted
        assert [aside.reason for aside in found.asides] == [Reason.DUPLICATE]


def test_the_end_may_share_its_second_with_the_beginning() -> None:
    (call,) = log(told(0, "ABANDON", "1", "1", "0"), ENTERED).calls
    assert call.disposition == Disposition.ABANDONED_SHORT


@pytest.mark.parametrize(
    ("after", "event", "how"),
    [
        (4.9, "ABANDON", Disposition.ABANDONED_SHORT),
        (5, "ABANDON", Disposition.ABANDONED_QUEUE),
        (3, "EXITEMPTY", Disposition.ABANDONED_QUEUE),
        (90, "EXITWITHTIMEOUT", Disposition.ABANDONED_QUEUE),
    ],
)
def test_who_leaves_unanswered(after: float, event: str, how: Disposition) -> None:
    (call,) = log(ENTERED, told(after, event)).calls
    assert (call.disposition, call.answered_at) == (how, None)


def test_a_transfer_is_answered_and_handed_on() -> None:
    (call,) = log(ENTERED, CONNECTED, told(60, "ATTENDEDTRANSFER", agent="SIP/07")).calls
    assert (call.disposition, call.agent) == (Disposition.TRANSFERRED, "SIP/07")


def test_a_call_whose_end_is_not_read_yet_goes_on() -> None:
    (call,) = log(ENTERED, CONNECTED).calls
    assert (call.ended_at, call.disposition) == (None, None)


def test_a_call_queued_again_is_one_call() -> None:
    again = told(40, "ENTERQUEUE", "", "0912345678", "1")
    (waiting,) = log(ENTERED, told(40, "EXITWITHTIMEOUT"), again).calls
    assert (waiting.queued, waiting.queued_at) == (2, datetime.fromtimestamp(START, UTC))
    assert (waiting.ended_at, waiting.disposition) == (None, None)
    later = told(70, "CONNECT", "30", "1.2", agent="SIP/09")
    (call,) = log(ENTERED, again, later, told(99, "COMPLETEAGENT", agent="SIP/09")).calls
    assert (call.disposition, call.agent) == (Disposition.ANSWERED, "SIP/09")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("rubbish", Reason.UNREADABLE),
        ("soon|1.1|1999|NONE|ENTERQUEUE||0912", Reason.NO_MOMENT),
        ("nan|1.1|1999|NONE|ENTERQUEUE||0912", Reason.NO_MOMENT),
        ("1e99|1.1|1999|NONE|ENTERQUEUE||0912", Reason.NO_MOMENT),
        (told(0, "ENTERQUEUE", call="NONE"), Reason.NO_CALL),
        (told(0, "PAUSE", call="NONE", agent="SIP/07"), Reason.NOT_OF_A_CALL),
        (CONNECTED, Reason.NEVER_ENTERED),
    ],
)
def test_a_line_without_a_call_is_listed_with_its_reason(line: str, reason: Reason) -> None:
    found = log("", line, told(1, "ENTERQUEUE", call="9.9"))
    assert [(aside.line, aside.text, aside.reason) for aside in found.asides] == [(2, line, reason)]
    assert [call.unique_id for call in found.calls] == ["9.9"]


def test_numbers_are_compared_and_not_kept() -> None:
    (call,) = log(ENTERED).calls
    assert call.caller == digest("+886 912-345-678", KEY) != digest("0912345678", b"another")
    assert "912345678" not in repr(call)
    assert digest("anonymous", KEY) == digest("", KEY) == ""
