"""By which servers two pages find each other: none in one network, a relay behind walls."""

import base64
import hashlib
import hmac
from datetime import datetime

from django.conf import settings

GOOD_FOR = 3600 * 4  # seconds; longer than any call


def servers(who: str, now: datetime) -> list[dict[str, str]]:
    """What RTCPeerConnection takes as iceServers.

    Of a relay (coturn with `use-auth-secret`) each page gets a password of its own that ends by
    itself: HMAC-SHA1 of "expiry:who", as coturn's documentation has it.
    """
    found = [{"urls": url} for url in settings.STUN_URLS]
    if settings.TURN_URLS and settings.TURN_SECRET:
        name = f"{int(now.timestamp()) + GOOD_FOR}:{who}"
        made = hmac.new(settings.TURN_SECRET.encode(), name.encode(), hashlib.sha1).digest()
        password = base64.b64encode(made).decode()
        found += [
            {"urls": url, "username": name, "credential": password} for url in settings.TURN_URLS
        ]
    return found
