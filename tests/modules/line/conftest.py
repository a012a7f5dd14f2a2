from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.databases import Database

if TYPE_CHECKING:
    from tests.factories.line import Line


@pytest.fixture
def line(db: Database) -> "Iterator[Line]":
    """A practice customs station whose reference editions cover the sets that some_sets makes."""
    from tests.factories.line import Line, some_sets

    opened = Line.opened(db.owner, some_sets(1000))
    yield opened
    opened.close()


@pytest.fixture
def second(line: "Line", db: Database) -> "Iterator[Line]":
    """A second worker of the same station."""
    opened = line.another(db.owner)
    yield opened
    opened.close()
