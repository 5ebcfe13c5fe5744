"""What a programme declares; from it the kernel draws pages, endpoints, menu and checks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django import forms
from django.db.models import Q

from yankao.kernel.cases.models import Case, CaseDetail
from yankao.kernel.cases.numbers import daily
from yankao.kernel.cases.workflow import Role, Workflow
from yankao.kernel.figures.figure import Figure
from yankao.kernel.people.models import Unit
from yankao.kernel.policy.policy import Setting
from yankao.kernel.values.words import Words

from .endings import Ending
from .quality.sheet import Sheet


@dataclass(frozen=True)
class PublicDoor:
    """What the counter may show and ask; a field not listed here is never public."""

    title: Words
    invitation: Words
    icon: str
    intake: type[forms.BaseModelForm]  # type: ignore[type-arg]
    fields: Sequence[str] = ("number", "category", "state", "district", "address", "opened_at")
    on_the_map: bool = False
    progress: "Callable[[Case], list[tuple[str, str]]] | None" = None
    pin: "Callable[[Case], tuple[float, float] | None] | None" = None
    actions: Sequence[str] = ()
    suggest_nearby: bool = False
    similar: "Callable[[int, float | None, float | None, str], Sequence[Case]] | None" = None
    short: Words = ""
    rated: Sequence[Any] = ()
    says: Mapping[Any, Words] = field(default_factory=dict)
    words: "Callable[[Case], str] | None" = None
    ending: "Callable[[Case], Ending | None] | None" = None
    photos: bool = False
    links: "Callable[[Case], Sequence[tuple[Words, str, str]]] | None" = None
    done: Words = ""  # the heading over `progress`, when it is not what we did
    offline: bool = False  # whether the form can be filled in without a signal, and sent later
    first: str = ""  # where the citizen begins, when not with the form itself


@dataclass(frozen=True)
class Extra:
    """A page of the programme's own in its row of tabs."""

    name: str
    label: Words
    icon: str
    roles: Sequence[Role] = ()


@dataclass(frozen=True)
class Post:
    """A demo official: username, name, role, unit's code; the crew driven out with, its firm;
    the level at which they decide."""

    username: str
    name: str
    role: str
    unit: str
    crew: str = ""
    firm: str = ""
    decides: int | None = None


@dataclass(frozen=True)
class Programme:
    """One business system. Its name and address follow from its folder."""

    label: str
    label_en: str
    prefix: str
    keep_years: int
    detail: type[CaseDetail]
    intake: type[forms.BaseModelForm]  # type: ignore[type-arg]
    opened_by: Sequence[Role]
    workflow: Workflow
    columns: Sequence[str]
    icon: str = "folder"
    numbering: Callable[[str, datetime], str] = daily
    title: "Callable[[Any], str] | None" = None
    facts: Sequence[str] = ()
    facets: Sequence[str] = ("state", "category", "district", "holder")
    public: PublicDoor | None = None
    settings: Sequence[Setting[int] | Setting[str] | Setting[bool] | Setting[list[str]]] = ()
    managers: Sequence[Role] = ()
    overseers: Sequence[Role] = ()
    drives_out: Sequence[Role] = ()
    asset: str = ""
    recurs: str = ""
    urgent: Q | None = None
    sheet: Sheet | None = None
    unit_of: "Callable[[Case, Any], Unit | None] | None" = None
    after_open: "Sequence[Callable[[Case], None]]" = ()
    extras: Sequence[Extra] = ()
    hands_out: Sequence[Role] = ()
    joins_people: Sequence[Role] = ()
    forgets: Sequence[
        str
    ] = ()  # text fields emptied when keep_years are over, beside personal ones
    searchable: "Callable[[Any], str] | None" = None
    original: "Callable[[Case], str] | None" = None
    weights: Path | None = None
    spawned: type[forms.BaseModelForm] | None = None  # type: ignore[type-arg]
    demo_posts: Sequence[Post] = ()
    demo_servers: Sequence[str] = ()  # commands that play the outside world in the demo
    mounts: Mapping[str, str] = field(default_factory=dict)
    figures: Sequence[Figure] = ()
    chapter: str = field(default="", init=False)
    name: str = field(default="", init=False)

    @property
    def url(self) -> str:
        return f"/{self.chapter}/{self.name}/"

    @property
    def api(self) -> str:
        return f"/api/v1/{self.chapter}/{self.name}/"

    def place(self, chapter: str, name: str) -> None:
        object.__setattr__(self, "chapter", chapter)
        object.__setattr__(self, "name", name)
