from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from tests.databases import Database
    from tests.factories.api import Station


@pytest.fixture
def station(db: "Database", django_client: "Client") -> Iterator["Station"]:
    """A practice customs station with the practice firms, one program each."""
    from tests.factories.api import Station

    opened = Station.opened(django_client, db)
    yield opened
    opened.line.close()
