from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.databases import Database

if TYPE_CHECKING:
    from tests.factories.shipping import Shipping


@pytest.fixture
def shipping(db: Database) -> "Iterator[Shipping]":
    """An order to be sent and a carrier with rates."""
    from tests.factories.shipping import make_shipping

    made = make_shipping(db.owner)
    yield made
    made.lending.line.close()
