"""The practice world as `up --demo` loads it, for tests that see what a newcomer sees."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from entrepot.modules.parties import api as parties
from entrepot.project.line import demo
from entrepot.project.line.setting import open_setting
from entrepot.project.practice.firms import MARKETPLACE
from entrepot.project.practice.hamburg import ORDER_NO

RECORD = f"/records/{MARKETPLACE.customs_code}/{ORDER_NO}/"


@contextmanager
def loaded(folder: Path) -> Iterator[None]:
    """The world on the clean database that the environment names; `folder` takes the station's key."""
    from django.db import connections

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ENTREPOT_STATION", "practice")
        patch.setenv("ENTREPOT_DATA", str(folder))
        with open_setting() as setting:
            demo.load(setting, now=datetime.now(UTC))
        yield
    connections.close_all()


def link_of(username: str) -> str:
    """The path of a link that signs this person in once."""
    return parties.commands.link(username=username, now=datetime.now(UTC))
