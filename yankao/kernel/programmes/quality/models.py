"""One case of a month's sample: who reads it, and what was found."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person, Unit


class ReviewQuerySet(models.QuerySet["Review"]):
    def unread(self) -> "ReviewQuerySet":
        return self.filter(read_at=None)


class Review(models.Model):
    """`scores` holds the points by criterion; a critical error makes the total nought."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="reviews")
    month = models.DateField(_("月份"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("機關"))
    reader = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("抽查人"))
    drawn_at = models.DateTimeField(_("抽出時間"))
    scores = models.JSONField(default=dict)
    critical = models.BooleanField(_("重大錯誤"), default=False)
    total = models.PositiveSmallIntegerField(_("總分"), null=True)
    comment = models.TextField(_("評語"), blank=True, max_length=1000)
    read_at = models.DateTimeField(_("評分時間"), null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        app_label = "programmes"
        ordering = ["month", "unit", "pk"]
        verbose_name = _("品質抽查")
        constraints = [
            models.UniqueConstraint(fields=["case", "month"], name="one_review_per_case_and_month"),
            models.CheckConstraint(
                condition=models.Q(total=None, read_at=None)
                | models.Q(total__isnull=False, read_at__isnull=False, total__lte=100),
                name="review_has_total_and_moment_or_neither",
            ),
        ]
        indexes = [models.Index(fields=["reader"], condition=models.Q(read_at=None),
                                name="review_unread")]  # fmt: skip
