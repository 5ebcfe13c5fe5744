"""Records that are likely one person: same telephone, same mail, same name and address."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, F, Func, Q, Value
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case, CaseQuerySet
from yankao.kernel.cases.visibility import may_see_identity
from yankao.kernel.people.models import Contact, Person
from yankao.kernel.search.index import normal

from .limits import LOOKED_AT
from .models import Joining

SIGNS = {"phone": _("電話"), "email": _("電子郵件"), "name": _("姓名與地址")}
SHORTEST = 8  # digits: a shorter number is an extension or a mistake
MOST, SHOWN = 500, 100
DIGITS = Func(
    F("phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace",
    output_field=CharField(),
)  # fmt: skip


@dataclass(frozen=True)
class Double:
    """Two cases whose reporters look like one person, and by what."""

    case: Case
    other: Case
    signs: tuple[str, ...]

    @property
    def pair(self) -> tuple[int, int]:
        one, other = sorted([whose(self.case).pk, whose(self.other).pk])
        return one, other

    @property
    def said(self) -> list[str]:
        return [str(SIGNS[sign]) for sign in self.signs]


def phone_key(text: str) -> str:
    """0912345678, however it was typed, with or without the country's number."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
    digits = f"0{digits[3:]}" if digits.startswith("886") else digits
    return digits if len(digits) >= SHORTEST else ""


def email_key(text: str) -> str:
    return text.strip().upper()


def name_key(contact: Contact) -> str:
    """Name and address together; either alone says nothing."""
    if not contact.name or not contact.address:
        return ""
    return re.sub(r"\s", "", normal(f"{contact.name}|{contact.address}"))


def keys(contact: Contact) -> dict[str, str]:
    told = {"phone": phone_key(contact.phone), "email": email_key(contact.email),
            "name": name_key(contact)}  # fmt: skip
    return {sign: key for sign, key in told.items() if key}


def signs_of(one: Contact, other: Contact) -> tuple[str, ...]:
    """In what two records agree."""
    mine, theirs = keys(one), keys(other)
    return tuple(sign for sign in SIGNS if mine.get(sign) and mine.get(sign) == theirs.get(sign))


def alike(contacts: Iterable[Contact]) -> list[Contact]:
    """Records that agree with one of these in something; by the indexes, at most so many."""
    told = [(contact, keys(contact)) for contact in contacts]
    phones = {key["phone"] for _c, key in told if "phone" in key}
    phones |= {f"886{phone[1:]}" for phone in phones}
    emails = {key["email"] for _c, key in told if "email" in key}
    names = {contact.name for contact, key in told if "name" in key}
    rows = Contact.objects.filter(erased_at=None).alias(digits=DIGITS, mail=Upper("email"))
    same = Q(digits__in=phones) & ~Q(phone="") | Q(mail__in=emails) & ~Q(email="")
    return list(rows.filter(same | Q(name__in=names) & ~Q(name=""))[:MOST])


def likely(person: Person) -> list[Double]:
    """Among the newest cases whose reporters this person may know; settled pairs are left out."""
    seen = Case.objects.visible_to(person).filter(contact__erased_at=None)
    newest = known(person, seen.exclude(contact=None).order_by("-pk")[: LOOKED_AT.value()])
    others = alike(case.contact for case in newest if case.contact)
    cases = [*newest, *known(person, seen.filter(contact__in=others).order_by("-pk")[:MOST])]
    whole = wholly_known({case.pk: case for case in cases}.values())
    found = [Double(a, b, signs_of(whose(a), whose(b))) for a, b in pairs(whole)]
    return settled_left_out(found)[:SHOWN]


def likely_with(person: Person, case: Case) -> list[Double]:
    """Records that agree with the reporter of one case."""
    others = [contact for contact in alike([whose(case)]) if not together(contact, whose(case))]
    seen = Case.objects.visible_to(person).filter(contact__in=others).order_by("-pk")[:MOST]
    whole = wholly_known(known(person, seen))
    found = [Double(case, one, signs_of(whose(case), whose(one))) for one in whole]
    return settled_left_out([double for double in found if double.signs])[:SHOWN]


def known(person: Person, rows: CaseQuerySet) -> list[Case]:
    """Those of the cases whose reporters this person may know."""
    found = rows.select_related("contact")
    return [case for case in found if may_see_identity(person, case)]


def whose(case: Case) -> Contact:
    if case.contact is None:
        raise LookupError(case.number)
    return case.contact


def wholly_known(cases: Iterable[Case]) -> list[Case]:
    """One case of each record of which this person knows all cases, the newest."""
    by_contact: dict[int, list[Case]] = defaultdict(list)
    for case in cases:
        by_contact[whose(case).pk].append(case)
    rows: Any = Case.objects.filter(contact__in=by_contact).values_list("contact")
    counted = dict(rows.annotate(n=Count("pk")))
    return [mine[0] for pk, mine in by_contact.items() if counted.get(pk) == len(mine)]


def pairs(cases: list[Case]) -> list[tuple[Case, Case]]:
    """The newest record of each sign with every other that bears it, each pair once."""
    by_key: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        for key in keys(whose(case)).items():
            by_key[key].append(case)
    found: dict[tuple[int | None, int | None], tuple[Case, Case]] = {}
    for same in by_key.values():
        first, *rest = sorted(same, key=lambda case: -case.pk)
        found |= {(first.contact_id, case.contact_id): (first, case) for case in rest}
    return [pair for pair in found.values() if not together(*map(whose, pair))]


def together(one: Contact, other: Contact) -> bool:
    return one.pk == other.pk or (one.same_as_id is not None and one.same_as_id == other.same_as_id)


def settled_left_out(doubles: list[Double]) -> list[Double]:
    """Without those somebody has proposed, joined or refused already."""
    State = Joining.State
    about = {pk for double in doubles for pk in double.pair}
    rows = Joining.objects.filter(
        one__in=about, other__in=about, state__in=[State.PROPOSED, State.JOINED, State.REFUSED]
    )
    settled = set(rows.values_list("one", "other"))
    return [double for double in doubles if double.pair not in settled]


def reported_by(number: str, person: Person, most: int) -> list[Case]:
    """The newest cases reported from a telephone number that this person may see."""
    key = phone_key(number)
    if not key:
        return []
    said = Contact.objects.alias(digits=DIGITS).filter(
        ~Q(phone=""), digits__in=[key, f"886{key[1:]}"]
    )
    rows = Case.objects.visible_to(person).filter(contact__in=said.values("pk"))
    return list(rows.select_related("category", "holder").order_by("-opened_at")[:most])
