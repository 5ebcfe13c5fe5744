"""No two schemas of the API have one name: the description would show one in the other's place."""

from collections.abc import Iterable, Iterator
from typing import get_args

from ninja import NinjaAPI
from pydantic import BaseModel


def taken_twice(api: NinjaAPI) -> Iterator[str]:
    """Names under which the description would publish more than one schema."""
    named: dict[str, dict[type[BaseModel], None]] = {}
    for schema in reachable(roots(api)):
        named.setdefault(schema.__name__, {})[schema] = None
    for name, schemas in sorted(named.items()):
        if len(schemas) > 1:
            places = ", ".join(sorted(schema.__module__ for schema in schemas))
            yield f"{len(schemas)} schemas are called {name}: {places}"


def roots(api: NinjaAPI) -> Iterator[object]:
    """What each operation takes and answers, out of the wrappers the framework makes for it."""
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            for operation in view.operations:
                for wrapper in (*operation.models, *operation.response_models.values()):
                    yield from fields_of(wrapper)


def fields_of(schema: object) -> list[object]:
    """The annotations of a schema's fields; nothing of what is no schema."""
    if not (isinstance(schema, type) and issubclass(schema, BaseModel)):
        return []
    return [field.annotation for field in schema.model_fields.values()]


def reachable(annotations: Iterable[object]) -> Iterator[type[BaseModel]]:
    """The schemas in these annotations and in the fields of those, each once."""
    waiting = list(annotations)
    seen: set[object] = set()
    while waiting:
        one = waiting.pop()
        waiting += get_args(one)
        if isinstance(one, type) and issubclass(one, BaseModel) and one not in seen:
            seen.add(one)
            waiting += fields_of(one)
            yield one
