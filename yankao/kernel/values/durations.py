"""A length of time said at a glance: 剩 3 小時 12 分, 逾期 2 天 4 小時."""

from datetime import timedelta

from django.utils.translation import gettext as _

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


def said(length: timedelta) -> str:
    """The two largest units, the rest cut off: 2 天 4 小時, 3 小時 12 分, 8 分."""
    seconds = int(abs(length).total_seconds())
    days, hours = seconds // _DAY, seconds % _DAY // _HOUR
    if days:
        return _("%(n)s 天") % {"n": days} + (" " + _("%(n)s 小時") % {"n": hours} if hours else "")
    minutes = seconds % _HOUR // _MINUTE
    said_minutes = _("%(n)s 分") % {"n": minutes} if minutes else ""
    if hours:
        return " ".join(filter(None, [_("%(n)s 小時") % {"n": hours}, said_minutes]))
    return said_minutes or _("不到 1 分")


def remaining_text(left: timedelta) -> str:
    """What is left until a due moment; below zero, how long it is past."""
    if left > timedelta():
        return _("剩 %(length)s") % {"length": said(left)}
    return _("逾期 %(length)s") % {"length": said(left)}
