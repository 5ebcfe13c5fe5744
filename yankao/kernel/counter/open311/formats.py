"""Answers as the specification prints them: XML always, JSON when asked, errors in both."""

import json
from collections.abc import Iterable, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpRequest, HttpResponse

SINGULAR = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}
UNPRINTABLE = {code: None for code in range(32) if code not in (9, 10, 13)}


class Problem(Exception):
    """What went wrong, with the status the specification gives it; several may be told at once."""

    def __init__(self, code: int, *said: str) -> None:
        super().__init__("; ".join(said))
        self.code, self.said = code, said


def wanted(request: HttpRequest, extension: str) -> str:
    """By the ending of the address, else by the Accept header, else XML."""
    if extension:
        return extension
    accepted = request.headers.get("Accept", "")
    return "json" if "json" in accepted and "xml" not in accepted else "xml"


def answer(kind: str, root: str, told: object, *, status: int = 200) -> HttpResponse:
    """A list under its name, or a single object; JSON leaves the outer name out."""
    if kind == "json":
        body = json.dumps(told, ensure_ascii=False, indent=1).encode()
        return HttpResponse(body, "application/json; charset=utf-8", status=status)
    tree = Element(root)
    fill(tree, told)
    body = tostring(tree, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, "text/xml; charset=utf-8", status=status)


def fill(parent: Element, told: object) -> None:
    if isinstance(told, Mapping):
        for name, value in told.items():
            fill(SubElement(parent, name), value)
    elif isinstance(told, list | tuple):
        for one in told:
            fill(SubElement(parent, SINGULAR[parent.tag]), one)
    else:
        parent.text = text(told)


def text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).translate(UNPRINTABLE)


def refusal(kind: str, problem: Problem) -> HttpResponse:
    errors = [{"code": problem.code, "description": said} for said in problem.said]
    return answer(kind, "errors", errors, status=problem.code)


def listed(values: Iterable[str]) -> Sequence[str]:
    """Arguments may be repeated, and each may hold several between commas."""
    return [one.strip() for value in values for one in value.split(",") if one.strip()]
