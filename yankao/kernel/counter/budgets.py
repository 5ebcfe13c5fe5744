"""Rate limits that hold over all processes: a sliding hour, counted in the database."""

import ipaddress
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from yankao.kernel.policy.policy import Setting

from . import limits
from .models import Attempt

HOUR = 3600
SPEND = """
WITH before AS (
    SELECT coalesce(max(count), 0) * %(share)s AS weight
    FROM counter_attempt WHERE key = %(key)s AND hour = %(hour)s - 1
)
INSERT INTO counter_attempt AS now (key, hour, count)
SELECT %(key)s, %(hour)s, 1 FROM before WHERE weight + 1 <= %(most)s
ON CONFLICT (key, hour) DO UPDATE SET count = now.count + 1
WHERE now.count + 1 + (SELECT weight FROM before) <= %(most)s
RETURNING count
"""
GIVE_BACK = "UPDATE counter_attempt SET count = greatest(count - 1, 0) WHERE key = %s AND hour = %s"


@dataclass(frozen=True)
class Budget:
    """So many times an hour for each: a client, a case number, or both together.

    The hour before counts by the share of it that lies within the last sixty minutes.
    """

    name: str
    most: Setting[int]

    def spend(self, who: str) -> bool:
        """Counts one; False when there is none left, and then nothing is counted."""
        now = timezone.now().timestamp()
        told: dict[str, str | int | float] = {
            "key": self._key(who),
            "hour": int(now // HOUR),
            "share": 1 - now % HOUR / HOUR,
            "most": self.most.value(),
        }
        with connection.cursor() as cursor:
            cursor.execute(SPEND, told)
            return cursor.fetchone() is not None

    def give_back(self, who: str) -> None:
        """What turned out to be right is not held against anybody."""
        hour = int(timezone.now().timestamp() // HOUR)
        with connection.cursor() as cursor:
            cursor.execute(GIVE_BACK, [self._key(who), hour])

    def _key(self, who: str) -> str:
        return salted_hmac(
            "yankao.counter.attempt", f"{self.name}:{who}", secret=settings.SECRET_KEY,
            algorithm="sha256",
        ).hexdigest()  # fmt: skip


REPORTS = Budget("report", limits.REPORTS)
PHOTOS = Budget("photo", limits.PHOTOS)
WRONG_CLIENT = Budget("wrong.client", limits.WRONG_PER_CLIENT)
WRONG_NUMBER = Budget("wrong.number", limits.WRONG_PER_NUMBER)
WRONG_BOTH = Budget("wrong.both", limits.ALWAYS_HEARD)
LOST_CLIENT = Budget("lost.client", limits.LOST_PER_CLIENT)
LOST_NUMBER = Budget("lost.number", limits.LOST_PER_NUMBER)

FOLLOWS = Budget("follow", limits.FOLLOWS)
MINE_CLIENT = Budget("mine.client", limits.MINE_PER_CLIENT)
MINE_CONTACT = Budget("mine.contact", limits.MINE_PER_CONTACT)


def network(address: str) -> str:
    """Whom we count: an IPv4 address, or the /64 in which an IPv6 client chooses its own."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, 64), strict=False))


def forget_before(hours: int = 2) -> int:
    """Counts older than any window."""
    oldest = int(timezone.now().timestamp() // HOUR) - hours
    return Attempt.objects.filter(hour__lt=oldest).delete()[0]
