"""Joins the endpoints of every room, generic and its own, to the frame."""

from importlib import import_module
from importlib.util import find_spec

from ninja import Router

from .. import registry
from ..dashboards import api as dashboards
from ..figures import api as figures
from ..programme import Programme
from ..shift import api as shift
from . import (
    batches,
    beside,
    calendar,
    cases,
    checklists,
    crews,
    desk,
    holds,
    lists,
    offices,
    officials,
    outside,
    oversight,
    people,
    policy,
    quality,
    replies,
)
from .door import api, in_room

__all__ = ["api"]


PARTS = (
    cases,
    beside,
    lists,
    crews,
    oversight,
    shift,
    quality,
    policy,
    offices,
    calendar,
    replies,
    outside,
    holds,
    checklists,
)


def router_for(programme: Programme) -> Router:
    """The endpoints every programme has."""
    router = Router(tags=[programme.label_en], auth=in_room(programme))
    for part in PARTS:
        part.add(router, programme)
    return router


def own(programme: Programme) -> Router | None:
    """What a room answers beyond that: `router` in its api.py, for whoever has a duty there."""
    module = f"yankao.chapters.{programme.chapter}.{programme.name}.api"
    found: Router | None = import_module(module).router if find_spec(module) else None
    return found


api.add_router("/desk", desk.router)
api.add_router("/desk", batches.router)
api.add_router("/desk", people.router)
api.add_router("/desk", officials.router)
api.add_router("/dashboards", dashboards.router)
api.add_router("/numbers/boards", dashboards.boards)
api.add_router("/figures", figures.router)
api.add_router("/numbers", figures.numbers)
for room in registry.every():
    place = f"/{room.chapter}/{room.name}"
    api.add_router(place, router_for(room))
    if more := own(room):
        api.add_router(place, more, auth=in_room(room), tags=[room.label_en])
