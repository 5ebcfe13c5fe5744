"""What other rooms put into the frame: menus, a person's roles, the demo's sign-ins."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest


@dataclass(frozen=True)
class MenuItem:
    """One line of a menu; `badge` is a count that waits for somebody."""

    label: str
    url: str
    icon: str = "point"
    badge: str = ""
    active: bool = False


@dataclass(frozen=True)
class MenuGroup:
    label: str
    items: Sequence[MenuItem] = field(default_factory=tuple)


@dataclass(frozen=True)
class DemoAccount:
    """A sign-in that the demo shows on its login page; never filled in production."""

    username: str
    password: str
    name: str
    room: str
    role: str
    unit: str = ""


contributors: list[Callable[[HttpRequest], list[MenuGroup]]] = []
public_contributors: list[Callable[[HttpRequest], list[MenuItem]]] = []
role_contributors: list[Callable[[HttpRequest], list[str]]] = []
demo_contributors: list[Callable[[HttpRequest], list[DemoAccount]]] = []


def marked(items: Sequence[MenuItem], path: str) -> list[MenuItem]:
    """The items with the one marked active whose address is the longest prefix of `path`."""
    here = max((item.url for item in items if path.startswith(item.url)), key=len, default="")
    return [
        MenuItem(item.label, item.url, item.icon, item.badge, item.active or item.url == here)
        for item in items
    ]


def desk_menu(request: HttpRequest) -> list[MenuGroup]:
    """Every room's groups; groups of the same label are joined, the place we are at is marked."""
    joined: dict[str, list[MenuItem]] = {}
    for contribute in contributors:
        for group in contribute(request):
            joined.setdefault(str(group.label), []).extend(group.items)
    every = [item for items in joined.values() for item in items]
    shown = iter(marked(every, request.path))
    return [MenuGroup(label, [next(shown) for _ in items]) for label, items in joined.items()]


def public_menu(request: HttpRequest) -> list[MenuItem]:
    items = [item for contribute in public_contributors for item in contribute(request)]
    return marked(items, request.path)
