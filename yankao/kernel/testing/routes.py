"""What the tests of all addresses need: one case of each room, and the addresses open by design."""

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from yankao.kernel.cases.models import Case

if TYPE_CHECKING:
    from .desk import Desk

OPEN = ("accounts/", "i18n/", "static/", "api/v1/openapi.json", "api/v1/counter/", "api/v1/numbers",
        "api/v1/reports", "api/v1/service/legal_advice/slots",
        "api/v1/service/legal_advice/wall/", "api/v1/service/sign_language/service")  # fmt: skip


def sample_case(desk: "Desk") -> Case:
    """A case as the room's own tests open it: `tests/opening.py` names the data and the role."""
    room = desk.programme
    name = f"yankao.chapters.{room.chapter}.{room.name}.tests.opening"
    if find_spec(name) is None:
        raise LookupError(f"{room.name} has no tests/opening.py")
    opening = import_module(name)
    return desk.open(opening.data(), by=opening.ROLE)
