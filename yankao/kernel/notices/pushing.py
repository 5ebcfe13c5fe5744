"""Web Push: what is told to a browser, encrypted for it alone (RFC 8030, 8291, 8292)."""

import http.client
import json
import re
import urllib.error
import urllib.request
from base64 import urlsafe_b64encode
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.utils import timezone

from .errors import Never, TryLater
from .models import PushAddress

TIMEOUT, KEPT = 15.0, 3 * 24 * 3600  # seconds; a telephone that is off is told within three days
LONGEST = 400  # characters: what does not fit in a push is read on the page
LINK = re.compile(r"https?://\S+")


@cache
def keys(path: str) -> tuple[bytes, bytes, str]:
    """Private and public key as PEM, and the public one as browsers want it; made when missing."""
    file = Path(path)
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        made = ec.generate_private_key(ec.SECP256R1())
        pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        file.touch(0o600)
        file.write_bytes(pem)
    private = load_pem_private_key(file.read_bytes(), None)
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{path} holds no key on the curve P-256")
    public = private.public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return file.read_bytes(), pem, urlsafe_b64encode(point).rstrip(b"=").decode()


def public_key() -> str:
    """What a page hands to its browser; "" where nothing is pushed."""
    return keys(settings.PUSH_KEY_FILE)[2] if settings.PUSH_KEY_FILE else ""


def send(address: str, title: str, text: str, reference: str) -> str:
    """One notice to one browser. A browser that is gone (404, 410) is not asked again.

    The library is brought at first use: it costs every process 14 MB, and only the worker sends.
    """
    from webpush import WebPush, WebPushSubscription

    to = WebPushSubscription.model_validate_json(address)
    private, public, _shown = keys(settings.PUSH_KEY_FILE)
    link = LINK.search(text)
    words = " ".join(LINK.sub("", text).split())[:LONGEST]
    said = {"title": title, "body": words, "url": link[0] if link else "/", "tag": reference}
    pusher = WebPush(private, public, settings.DEFAULT_FROM_EMAIL, ttl=KEPT)
    message = pusher.get(json.dumps(said, ensure_ascii=False), to)
    request = urllib.request.Request(
        str(to.endpoint), data=message.encrypted, headers=dict(message.headers), method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            return str(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return refused(error.code, address)
    except (OSError, http.client.HTTPException) as error:
        raise TryLater(f"{type(error).__name__} {error}") from error


def refused(code: int, address: str) -> str:
    if code in (404, 410):
        endpoint = json.loads(address)["endpoint"]
        PushAddress.objects.filter(endpoint=endpoint, gone_at=None).update(gone_at=timezone.now())
        raise Never(f"{code} 這個瀏覽器已不再接收推播")
    if code in (401, 403, 408, 425, 429) or code >= 500:
        raise TryLater(str(code))
    raise Never(str(code))
