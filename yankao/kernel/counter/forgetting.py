"""What the counter forgets with a case: the receipt and the words of a rating, not its score."""

from yankao.kernel.cases.models import Case

from .models import Rating, Receipt


def forget(case: Case) -> None:
    Receipt.objects.filter(case=case).delete()
    Rating.objects.filter(case=case).update(comment="")
