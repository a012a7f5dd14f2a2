"""Which station this is."""

from dataclasses import dataclass
from datetime import datetime

import psycopg


@dataclass(frozen=True)
class StationCard:
    """kind: practice, filing or deciding; owner: id and names; signing_key: fingerprint of the public key."""

    kind: str
    owner_id: int
    owner_zh: str
    owner_en: str
    created_at: datetime
    signing_key: str

    @property
    def is_practice(self) -> bool:
        """Whether every page, message and document carries the practice mark."""
        return self.kind == "practice"


def station(connection: psycopg.Connection) -> StationCard | None:
    """The station, on a connection of any role, signed in or not; None before it is made."""
    row = connection.execute(
        "SELECT kind, owner_id, name_zh, name_en, created_at, signing_key FROM parties_station_card()"
    ).fetchone()
    return None if row is None else StationCard(*row)
