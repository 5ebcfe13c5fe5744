"""Earlier petitions that may be the same matter: a proposal for people, never a decision."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person
from yankao.kernel.search.index import grams

from . import limits
from .models import Petition, petition

CONSIDERED = 200
PROPOSED = 5


@dataclass(frozen=True)
class Likeness:
    case: Case
    percent: int


def likeness(one: str, other: str) -> int:
    """The share of bigrams two texts have in common, of the shorter one."""
    a, b = grams(one), grams(other)
    return round(100 * len(a & b) / min(len(a), len(b))) if a and b else 0


def same_sender(case: Case) -> Q:
    """By telephone, e-mail or a joining of records; a name alone says nothing."""
    contact, rows = case.contact, Q(pk__in=[])
    if contact and contact.phone:
        rows |= Q(case__contact__phone=contact.phone)
    if contact and contact.email:
        rows |= Q(case__contact__email__iexact=contact.email)
    if contact and contact.same_as_id:
        rows |= Q(case__contact__same_as=contact.same_as_id)
    return rows


def earlier(case: Case, reader: Person) -> QuerySet[Petition]:
    """Answered petitions of the same sender or category that the reader may see, newest first."""
    rows: QuerySet[Petition] = Petition.objects.answered().visible_to(reader).exclude(pk=case.pk)
    about = same_sender(case)
    if case.category_id:
        about |= Q(case__category=case.category_id)
    about &= Q(case__confidential=False)
    return rows.select_related("case").filter(about).order_by("-case__opened_at")[:CONSIDERED]


def answered_before(case: Case, reader: Person) -> list[Likeness]:
    """What may be the earlier answer of ground 2, likest first."""
    detail = petition(case)
    text = f"{detail.subject} {detail.content}"
    found = [
        Likeness(row.case, likeness(text, f"{row.subject} {row.content}"))
        for row in earlier(case, reader)
    ]
    near = [one for one in found if one.percent >= limits.SIMILAR_SHARE.value()]
    return sorted(near, key=lambda one: -one.percent)[:PROPOSED]
