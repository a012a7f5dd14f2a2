from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.databases import Database

if TYPE_CHECKING:
    from tests.factories.finance import Lending


@pytest.fixture
def lending(db: Database) -> "Iterator[Lending]":
    """An order that nobody paid yet, released; two financiers with the same terms."""
    from tests.factories.finance import make_lending

    made = make_lending(db.owner)
    yield made
    made.line.close()
