"""Districts and roads of the city, as the ministry and the post office publish them."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class District(models.Model):
    """One of the 38 districts; its outline is read by `geo.polygons`, never stored in a column."""

    code = models.CharField(_("行政區代碼"), max_length=8, unique=True)
    name = models.CharField(_("名稱"), max_length=10, unique=True)
    name_en = models.CharField(_("英文名稱"), max_length=40)
    zip3 = models.CharField(_("郵遞區號"), max_length=3)
    area_km2 = models.FloatField(_("面積（平方公里）"))
    lng = models.FloatField(_("中心經度"))
    lat = models.FloatField(_("中心緯度"))
    population = models.PositiveIntegerField(_("人口"))

    class Meta:
        ordering = ["code"]
        verbose_name = _("行政區")

    def __str__(self) -> str:
        return self.name

    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if (get_language() or "").startswith("en") else self.name


class Road(models.Model):
    """A named road, street, lane or village of a district; sections are roads of their own."""

    district = models.ForeignKey(District, models.CASCADE, related_name="roads")
    name = models.CharField(_("路名"), max_length=40)
    name_en = models.CharField(_("英文路名"), max_length=80, blank=True)

    class Meta:
        ordering = ["district", "name"]
        verbose_name = _("道路")
        constraints = [
            models.UniqueConstraint(fields=["district", "name"], name="one_road_per_district")
        ]
        indexes = [
            models.Index(fields=["name"], opclasses=["varchar_pattern_ops"], name="road_prefix")
        ]

    def __str__(self) -> str:
        return f"{self.district}{self.name}"
