from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.databases import Database

if TYPE_CHECKING:
    from tests.factories.inspections import Inspecting


@pytest.fixture
def inspecting(db: Database) -> "Iterator[Inspecting]":
    """An order to be sent and inspection firms."""
    from tests.factories.inspections import make_inspecting

    made = make_inspecting(db.owner)
    yield made
    made.shipping.lending.line.close()
