"""The practice world of the pages, for tests of pilot zones."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.databases import Database

if TYPE_CHECKING:
    from tests.factories.portal import Portal


@pytest.fixture
def portal(db: Database) -> "Iterator[Portal]":
    """Firms, people and judged sets; see tests/factories/portal.py."""
    from tests.factories.portal import make_portal

    made = make_portal(db.owner)
    yield made
    made.line.close()
