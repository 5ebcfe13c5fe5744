"""SMS gateway and LINE over HTTPS, with what each answer means."""

import http.client
import json
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping

from django.conf import settings

from .errors import Never, TryLater, Unsure

TIMEOUT = 15.0
LINE_ADDRESS = "https://api.line.me"
LINE_LONGEST = 5000
REFERENCES = uuid.UUID("7c0b6f0e-8a7c-4b0e-9a55-5f3f0f6f6a11")


def send_sms(number: str, text: str, *, reference: str) -> str:
    """POST {to, text, reference} as JSON; the gateway may use the reference to drop repeats."""
    return _post(
        settings.SMS_GATEWAY_URL,
        {"to": number, "text": text, "reference": reference},
        {"Authorization": f"Bearer {getattr(settings, 'SMS_GATEWAY_TOKEN', '')}"},
    )


def send_line(to: str, text: str, *, reference: str) -> str:
    """LINE Messaging API, push; the retry key makes a repeated request count once."""
    address = getattr(settings, "LINE_ADDRESS", LINE_ADDRESS)
    return _post(
        f"{address}/v2/bot/message/push",
        {"to": to, "messages": [{"type": "text", "text": text[:LINE_LONGEST]}]},
        {
            "Authorization": f"Bearer {settings.LINE_CHANNEL_TOKEN}",
            "X-Line-Retry-Key": str(uuid.uuid5(REFERENCES, reference)),
        },
    )


def _post(url: str, content: Mapping[str, object], headers: Mapping[str, str]) -> str:
    request = urllib.request.Request(
        url,
        data=json.dumps(content).encode(),
        headers={"Content-Type": "application/json", **headers},
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            return str(answer.read(300).decode("utf-8", "replace"))
    except urllib.error.HTTPError as error:
        with error:
            return _refused(error.code, error.read(200).decode("utf-8", "replace"))
    except urllib.error.URLError as error:
        raise TryLater(str(error.reason)) from error
    except (OSError, http.client.HTTPException) as error:
        raise Unsure(f"{type(error).__name__} {error}") from error


def _refused(code: int, words: str) -> str:
    """409 means «I have it already»; a broken gateway may have sent before it broke."""
    if code == 409:
        return f"409 {words}"
    if code in (401, 403, 408, 425, 429, 503):
        raise TryLater(f"{code} {words}")
    if code >= 500:
        raise Unsure(f"{code} {words}")
    raise Never(f"{code} {words}")
