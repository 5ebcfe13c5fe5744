"""The tests' own ledger, in a database that really commits."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from yankao.kernel.ledgers.ledger import Ledger

    from .specimen import Point


@pytest.fixture
def ledger(transactional_db: None) -> "Iterator[Ledger[Point]]":
    from .specimen import point_ledger

    with point_ledger() as made:
        yield made
