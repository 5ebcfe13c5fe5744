"""The two ends of a call and what they have still to tell each other; nothing of what is said."""

from django.db import models

from yankao.kernel.cases.models import Case


class Side(models.TextChoices):
    CITIZEN = "citizen"
    OFFICIAL = "official"

    @property
    def other(self) -> "Side":
        return Side.OFFICIAL if self == Side.CITIZEN else Side.CITIZEN


class Seat(models.Model):
    """One end: which page sits there, when it was last heard, how far it has told its story."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    side = models.CharField(max_length=10, choices=Side)
    tab = models.CharField(max_length=40)
    heard_at = models.DateTimeField()
    told = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "side"], name="one_seat_at_each_end")
        ]


class Signal(models.Model):
    """What one page tells the other while they look for a way; gone as soon as it is heard."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    to = models.CharField(max_length=10, choices=Side)
    kind = models.CharField(max_length=10)
    body = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["case", "to", "id"], name="video_signals_in_order")]
