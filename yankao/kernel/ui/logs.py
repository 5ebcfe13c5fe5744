"""One JSON object a line: what happened, where, to which request; nobody's name or address."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from pathlib import Path

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

MASKS = [
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "<mail>"),
    (re.compile(r"\b[A-Z][1289]\d{8}\b"), "<id>"),
    (re.compile(r"(?<![\w-])(\+?886|0)[\d\s()-]{7,14}\d(?!\w)"), "<phone>"),
    (re.compile(r"/(receipt|link|photos|progress)/[^\s/]{6,}"), r"/\1/<secret>"),
]
LONGEST, DEPTH = 500, 8
ROOT = Path(__file__).resolve().parents[3]
security = logging.getLogger("yankao.security")


def note(event: str, request: HttpRequest, **facts: object) -> None:
    """A security event: who signed in, who was refused, which limit was reached."""
    security.info(event, extra={"request": request, "facts": facts})


class Json(logging.Formatter):
    """Messages of errors are left out, because databases quote the row that they refuse."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            told |= about(request)
            told["what"] = record.msg if record.name == security.name else "answered"
            told["status"] = getattr(record, "status_code", None)
        else:
            told["what"] = masked(record.getMessage())
        told |= getattr(record, "facts", {})
        if record.exc_info and record.exc_info[1]:
            told |= error(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False, default=str)


def masked(text: str) -> str:
    """Free text without addresses, numbers of people and secrets in paths."""
    for pattern, instead in MASKS:
        text = pattern.sub(instead, text)
    return text[:LONGEST]


def about(request: HttpRequest) -> dict[str, object]:
    """The route, never the path; the official by number; the client under a pseudonym."""
    match = request.resolver_match
    person = request.__dict__.get("_cached_user")
    return {
        "method": request.method,
        "route": "/" + match.route if match else "unknown",
        "by": getattr(person, "pk", None),
        "client": pseudonym(str(request.META.get("REMOTE_ADDR", ""))),
    }


def pseudonym(address: str) -> str:
    """The same for one address as long as the secret is; nobody reads the address out of it."""
    return salted_hmac("yankao.logs.client", address, algorithm="sha256").hexdigest()[:12]


def error(found: BaseException) -> dict[str, object]:
    """Its kind and the way it came, without what it says."""
    frames = traceback.extract_tb(found.__traceback__)[-DEPTH:]
    told: dict[str, object] = {"error": f"{type(found).__module__}.{type(found).__name__}"}
    told["where"] = [f"{inside(f.filename)}:{f.lineno} {f.name}" for f in frames]
    code = getattr(found.__cause__ or found, "sqlstate", None)
    return {**told, "sqlstate": code} if code else told


def inside(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name
