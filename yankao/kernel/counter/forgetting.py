"""What the counter forgets with a case: receipt, followers, the words of a rating, no score."""

from yankao.kernel.cases.models import Case

from .following import stop
from .models import Follow, Rating, Receipt


def forget(case: Case) -> None:
    Receipt.objects.filter(case=case).delete()
    stop(Follow.objects.filter(case=case))
    Rating.objects.filter(case=case).update(comment="")
