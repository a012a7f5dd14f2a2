from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.databases import Cleaner, Database

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories.portal import Portal


@pytest.fixture(scope="module")
def portal(_cleaner: tuple[Database, Cleaner]) -> "Iterator[Portal]":
    """The practice world of the pages, once for all tests of a file; none of them may ask for `db`."""
    from django.db import connections

    from tests.factories.portal import make_portal

    database, cleaner = _cleaner
    cleaner.clean()
    made = make_portal(database.owner)
    yield made
    made.line.close()
    connections.close_all()


@pytest.fixture
def signed_in(portal: "Portal") -> "Callable[[str], Client]":
    """A test client on loopback, signed in under that name."""
    from tests.factories.portal import signed_in

    return signed_in
