"""Each number from a handful of calls whose answer can be counted on the fingers."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from yankao.chapters.service.contact_centre import formulas
from yankao.chapters.service.contact_centre.formulas import Call, Disposition, Kind
from yankao.kernel.values.rounding import half_up
from yankao.kernel.values.taipei import TAIPEI

NOON = datetime(2023, 6, 5, 12, 0, tzinfo=TAIPEI)


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def answered(at: datetime = NOON, *, wait: float = 10, talk: float = 200, **more: object) -> Call:
    told: dict[str, object] = {
        "disposition": Disposition.ANSWERED,
        "kind": Kind.CONSULT,
        "wrap_end_at": at + seconds(wait + talk + 40),
        **more,
    }
    begun = at + seconds(wait)
    return Call(at, begun + seconds(talk), queued_at=at, answered_at=begun, **told)  # type: ignore[arg-type]


def left(at: datetime = NOON, *, after: float = 60, how: Disposition | None = None) -> Call:
    return Call(at, at + seconds(after), how or Disposition.ABANDONED_QUEUE, queued_at=at)


def short(at: datetime = NOON) -> Call:
    return left(at, after=3, how=Disposition.ABANDONED_SHORT)


def test_who_hangs_up_at_once_is_offered_but_did_not_give_up() -> None:
    calls = [answered(), answered(), left(), short()]
    assert formulas.abandonment(calls) == 25
    assert formulas.ended(calls, Disposition.ABANDONED_SHORT) == 1


def test_a_blocked_call_was_never_offered() -> None:
    blocked = left(how=Disposition.BLOCKED)
    assert formulas.abandonment([answered(), left(), blocked]) == 50
    assert formulas.abandonment([blocked]) is None


def test_giving_up_counts_where_the_caller_left() -> None:
    late = NOON + seconds(14 * 60 + 50)
    found = formulas.quarters([left(late, after=30)])
    first, second = found[NOON], found[NOON + timedelta(minutes=15)]
    assert (first.offered, first.abandoned) == (1, 0)
    assert (second.offered, second.abandoned) == (0, 1)


def test_a_call_over_midnight_counts_where_it_was_offered() -> None:
    eve = datetime(2023, 12, 31, 23, 59, 55, tzinfo=TAIPEI)
    call = answered(eve, wait=10, score=5)
    assert [(at, row.handled) for at, row in formulas.quarters([call]).items()] == [
        (eve.replace(minute=45, second=0), 1)
    ]
    autumn = answered(datetime(2023, 12, 1, 9, tzinfo=TAIPEI), score=1)
    assert formulas.mean_of_months([call, autumn], least=4) == 50


def test_the_service_level_names_its_variant() -> None:
    calls = [answered(wait=20), answered(wait=21), left(), short()]
    plain = formulas.service_level(calls, 20)
    lost = formulas.service_level_less_lost(calls, 20)
    assert (plain.variant, half_up(plain.value or Decimal(0), 2)) == (
        "in_time_of_offered",
        Decimal("33.33"),
    )
    assert (lost.variant, lost.value) == ("offered_less_lost", Decimal(25))
    assert formulas.service_level_less_lost(calls, 20, requeued=1).value == 0


def test_handling_is_talk_hold_and_wrap_up() -> None:
    assert formulas.handling_seconds([answered(talk=200), answered(talk=100), left()]) == 190
    assert formulas.handling_seconds([left()]) is None


def test_shares_add_up_to_a_hundred() -> None:
    calls = [answered(kind=one) for one in Kind for _again in range(2)]
    found = formulas.shares([*calls, left()])
    assert [half_up(share or Decimal(0), 2) for share in found.values()] == [Decimal("33.33")] * 3
    assert half_up(sum(share or Decimal(0) for share in found.values()), 2) == 100


@pytest.mark.parametrize("wrong", [{"kind": None}, {"answered_at": None, "kind": Kind.OTHER}])
def test_a_handled_call_and_no_other_has_one_class(wrong: dict[str, object]) -> None:
    told: dict[str, object] = {"answered_at": NOON, "disposition": Disposition.ANSWERED, **wrong}
    with pytest.raises(ValueError, match="class"):
        Call(NOON, NOON + seconds(60), **told)  # type: ignore[arg-type]


def test_a_second_call_within_seven_days_undoes_the_first() -> None:
    again = {"caller": "a", "topic": "taxes"}
    week = timedelta(days=7)

    def rate(gap: timedelta, **other: object) -> Decimal | None:
        calls = [answered(**again), answered(NOON + gap, **{**again, **other})]
        return formulas.first_call_resolution(calls, days=7)

    assert rate(week) == 50
    assert rate(week + seconds(1)) == 100
    assert rate(week, topic="buses") == 100
    assert rate(week, caller="b") == 100


def test_hidden_numbers_are_not_one_caller() -> None:
    calls = [answered(topic="taxes"), answered(NOON + timedelta(hours=1), topic="taxes")]
    assert formulas.first_call_resolution(calls, days=7) == 100


def test_what_is_forwarded_is_not_resolved() -> None:
    calls = [
        answered(),
        answered(kind=Kind.RECORD),
        answered(disposition=Disposition.TRANSFERRED),
        answered(disposition=Disposition.CALLBACK),
    ]
    assert formulas.first_call_resolution(calls, days=7) == 25


def test_the_immediate_reply_is_over_consultations_only() -> None:
    calls = [
        answered(answered_online=True),
        answered(answered_online=True, disposition=Disposition.TRANSFERRED),
        answered(kind=Kind.OTHER),
        left(),
    ]
    assert formulas.immediate_reply(calls) == 50


def test_the_mean_of_months_is_not_the_pooled_rate() -> None:
    june = [answered(score=5), answered(score=4), answered(score=5), answered(score=2)]
    july = [answered(NOON + timedelta(days=31), score=1), answered(NOON + timedelta(days=31))]
    assert formulas.satisfaction(june + july, least=4) == 60
    assert formulas.mean_of_months(june + july, least=4) == Decimal("37.5")
    assert formulas.mean_of_months([answered()], least=4) is None
