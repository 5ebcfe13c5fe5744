"""What people do all day: open, look, filter, search, move, oversee; each as real requests."""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yankao.kernel.cases.models import Case, Category
from yankao.kernel.figures.keeping import fold
from yankao.kernel.people.models import Unit

from .city import ROOM, City
from .load import Request

PAGE = f"/service/{ROOM}/"
API = f"/api/v1/service/{ROOM}/cases"


@dataclass(frozen=True)
class Scene:
    """A line of the table. Its requests are made up when its turn comes."""

    name: str
    make: Callable[[], Sequence[Request]]
    writes: bool = False

    def statements(self) -> list[str]:
        """The SQL of one request, asked in this process and taken back."""
        request, client = self.make()[0], Client(headers={"Host": "127.0.0.1"})
        answered(client, request)
        with CaptureQueriesContext(connection) as caught, transaction.atomic():
            answered(client, request)
            transaction.set_rollback(True)
        return [query["sql"] for query in caught.captured_queries if plain(query["sql"])]


def plain(statement: str) -> bool:
    return not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK"))


def answered(client: Client, request: Request) -> None:
    """Asks in this process; a wrong answer ends everything, with its words."""
    with transaction.atomic():
        kind = request.headers.get("Content-Type", "application/octet-stream")
        given = {"data": request.body or b"", "content_type": kind, "headers": request.headers}
        found = client.generic(request.method, request.path, **given)  # type: ignore[arg-type]
        transaction.set_rollback(True)
    if found.status_code != request.right:
        words = found.content[:300].decode(errors="replace")
        raise SystemExit(f"{request.path} answered {found.status_code}: {words}")


def scenes(city: City, count: int) -> Iterator[Scene]:
    """In this order: what is moved has just been opened."""
    rng = random.Random(1999)
    key = {"X-API-Key": city.key, "Content-Type": "application/json"}
    desk, board = {"Cookie": city.operator}, {"Cookie": city.controller}
    words = ["坑洞", "路燈", "擋住車道", "積水", "號誌全滅", "三民區", "建國"]
    find = [f"/desk/search/?{urlencode({'q': word})}" for word in words]
    yield Scene("create", lambda: [opening(rng, key) for _ in range(count)], writes=True)
    yield Scene("transition", lambda: moves(key, count), writes=True)
    yield Scene("detail", lambda: [get(f"{PAGE}{n}/", desk) for n in numbers(rng, count)])
    yield Scene("detail API", lambda: [get(f"{API}/{n}", key) for n in numbers(rng, count)])
    yield Scene("list of 50", lambda: [get(PAGE + f, desk) for f in filters(rng, count)])
    yield Scene("list API", lambda: [get(API + f, key) for f in filters(rng, count)])
    figure, years = "/figures/dispatch.received/", "?period=106~115"
    yield Scene("figure", lambda: reckoned(figure + years, board, count))
    yield Scene("drill-down", lambda: reckoned(f"{figure}rows/", board, count))
    yield Scene("dashboard", lambda: reckoned("/dashboards/city/", board, count))
    yield Scene("search", lambda: [get(rng.choice(find), desk) for _ in range(count)])
    yield Scene("board", lambda: [get(f"{PAGE}board/", board)] * count)
    yield Scene("inbox", lambda: [get("/desk/", desk)] * count)
    yield Scene("public map", lambda: [get("/map/", {})] * count)
    yield Scene("map pins", lambda: [get("/map/pins.json", {})] * count)


def get(path: str, headers: dict[str, str]) -> Request:
    return Request("GET", path, headers)


def reckoned(path: str, headers: dict[str, str], count: int) -> list[Request]:
    """With what was written to reckoned, as the worker does every minute."""
    fold()
    return [get(path, headers)] * count


def opening(rng: random.Random, headers: dict[str, str]) -> Request:
    """A report by telephone, as the operator's own program would send it."""
    category = Category.objects.get(programme=ROOM, code="pothole")
    data = {
        "category": category.pk, "address": f"三民區建國三路 {rng.randrange(1, 400)} 號前",
        "lng": 120.3020, "lat": 22.6390, "channel": "phone", "contact_name": "王小明",
        "contact_phone": "0912345678", "description": "路面有一個大坑洞，機車差點摔倒",
        "read_back": True,
    }  # fmt: skip
    return Request("POST", API, headers, json.dumps(data).encode(), right=201)


def moves(headers: dict[str, str], count: int) -> list[Request]:
    """Notifying the competent unit of cases that wait for it, the newest first."""
    unit = Unit.objects.current().get(code="B01000")
    data = json.dumps({"unit": unit.pk, "phone_notice_to": "李值勤"}).encode()
    rows = Case.objects.filter(programme=ROOM, state="created").order_by("-pk")[:count]
    return [Request("POST", f"{API}/{c.number}/notify", headers, data) for c in rows]


def numbers(rng: random.Random, count: int) -> list[str]:
    """Cases from anywhere in the two years."""
    every = list(Case.objects.filter(programme=ROOM).values_list("number", flat=True))
    return [rng.choice(every) for _ in range(count)]


def filters(rng: random.Random, count: int) -> list[str]:
    """Lists as people ask for them: by state, district, words, due first."""
    kinds = [
        "?state=closed",
        "?open=true&order=due",
        "?overdue=true",
        "",
        "?q=坑洞",
        "?state=handling",
    ]
    return [f"?{urlencode(parsed(rng.choice(kinds)))}" for _ in range(count)]


def parsed(query: str) -> list[tuple[str, str]]:
    pairs = (part.partition("=") for part in query.lstrip("?").split("&") if part)
    return [(name, value) for name, _, value in pairs]
