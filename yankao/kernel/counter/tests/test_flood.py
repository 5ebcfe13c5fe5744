"""A thousand passwords a minute: hardly any is looked at, and the holder still gets in."""

from collections import Counter

from yankao.kernel.counter import limits, passwords, receipts

from .conftest import Citizen


def guesses(citizen: Citizen, number: str, addresses: list[str], monkeypatch) -> Counter[int]:
    """A wrong password from each address, every tenth through the page.

    Answers with what was said: 429 stopped, 422 wrong; and 0 for each that was looked at.
    """
    looked: Counter[int] = Counter()
    real = receipts.holds

    def counting(receipt, password):
        looked[0] += 1
        return real(receipt, password)

    with monkeypatch.context() as patch:
        patch.setattr(receipts, "holds", counting)
        for turn, address in enumerate(addresses):
            wrong = passwords.ALPHABET[turn % 32] * 10
            if turn % 10 == 0:
                looked[citizen.sign_in(number, wrong, REMOTE_ADDR=address).status_code] += 1
                continue
            try:
                looked[302 if receipts.check(number, wrong, client=address) else 422] += 1
            except receipts.TooOften:
                looked[429] += 1
    return looked


def test_a_thousand_passwords_from_one_place_are_stopped(citizen: Citizen, monkeypatch):
    case, password = citizen.receipt()
    attacker = Citizen()
    found = guesses(attacker, case.number, ["203.0.113.9"] * 1000, monkeypatch)
    assert found[0] <= limits.WRONG_PER_CLIENT.value()
    assert found[429] >= 1000 - limits.WRONG_PER_CLIENT.value()
    holder = Citizen()
    assert holder.sign_in(case.number, password, REMOTE_ADDR="198.51.100.4").status_code == 302


def test_a_thousand_places_guess_at_one_case_and_its_holder_still_gets_in(
    citizen: Citizen, monkeypatch
):
    """Each place is heard twice at most: fifty bits stand against two tries an address an hour."""
    case, password = citizen.receipt()
    places = [f"203.0.{n % 100}.{n % 250}" for n in range(1000)]
    found = guesses(Citizen(), case.number, places, monkeypatch)
    assert found[0] <= limits.WRONG_PER_NUMBER.value() + limits.ALWAYS_HEARD.value() * len(
        set(places)
    )
    assert found[302] == 0
    assert Citizen().sign_in(case.number, password, REMOTE_ADDR="198.51.100.4").status_code == 302
