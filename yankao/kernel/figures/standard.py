"""What cases of every programme can be told apart by, and the ages of what is open."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.intake import Channel

from .dimensions import Band, Dimension, agency


def case_dimensions(through: str = "case__") -> dict[str, str | Dimension]:
    """Agency, section, category and its group, district, channel."""
    return {
        "agency": Dimension(f"{through}holder", _("機關"), into=agency),
        "holder": Dimension(f"{through}holder", _("承辦單位")),
        "category": Dimension(f"{through}category", _("類別")),
        "group": Dimension(f"{through}category__group", _("類別群")),
        "district": Dimension(f"{through}district", _("行政區")),
        "channel": Dimension(f"{through}channel", _("管道"), choices=Channel.choices),
        "sub_channel": Dimension(f"{through}sub_channel", _("子管道")),
    }


def older(path: str, least: int, most: int | None) -> Callable[[], Q]:
    """Opened at least so many days ago, and less than so many."""

    def condition() -> Q:
        now = timezone.now()
        found = Q(**{f"{path}__lte": now - timedelta(days=least)}) if least else Q()
        if most is not None:
            found &= Q(**{f"{path}__gt": now - timedelta(days=most)})
        return found

    return condition


def ages(path: str = "opened_at") -> Dimension:
    """How long open cases have been open."""
    bands: list[Band] = [
        ("d0", _("不滿 1 天"), older(path, 0, 1)),
        ("d1", _("1 至 3 天"), older(path, 1, 3)),
        ("d3", _("3 至 7 天"), older(path, 3, 7)),
        ("d7", _("7 至 15 天"), older(path, 7, 15)),
        ("d15", _("15 至 30 天"), older(path, 15, 30)),
        ("d30", _("30 天以上"), older(path, 30, None)),
    ]
    return Dimension(label=_("案齡"), bands=bands)
