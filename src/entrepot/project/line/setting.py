"""What the line works with: the station, its day, and codes already looked up."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

import psycopg

from entrepot.gateways import ceb
from entrepot.gateways.ceb.software_keys import SoftwareVerifier
from entrepot.modules.parties import api as parties
from entrepot.project.line.station import the_station
from entrepot.store import dsn

CHINA = timezone(timedelta(hours=8), "China Standard Time")


def day_in_china(moment: datetime) -> date:
    """The day that the law counts: China time, no summer time since 1991."""
    return moment.astimezone(CHINA).date()


@dataclass
class Setting:
    """One worker's connections and memory. `lookups` commits on its own: codes resolved there stay resolved."""

    connection: psycopg.Connection
    lookups: psycopg.Connection
    station: str  # practice | filing | deciding
    owner_id: int
    verifier: ceb.Verifier = field(default_factory=SoftwareVerifier)  # of the signatures of messages that come in
    codes: dict[str, int] = field(default_factory=dict)
    own_marketplaces: dict[int, int] = field(default_factory=dict)
    principals: dict[tuple[int, date, str], frozenset[int]] = field(default_factory=dict)

    @property
    def conninfo(self) -> str:
        """Where these connections lead."""
        return dsn.owner()

    @property
    def practice(self) -> bool:
        """Whether everything here is practice."""
        return self.station == "practice"

    def allowed_principals(self, sender_id: int, day: date, kind: str) -> frozenset[int]:
        """Whose documents this sender may send that day; asked of the database once a batch (see `forget`)."""
        key = (sender_id, day, kind)
        if key not in self.principals:
            self.principals[key] = parties.allowed_principals(self.lookups, sender_id, day, kind)
        return self.principals[key]

    def forget(self) -> None:
        """Powers of attorney may be given or revoked between two batches."""
        self.principals.clear()


@contextmanager
def open_setting() -> Iterator[Setting]:
    """Connections of a worker, as entrepot_owner."""
    with (
        psycopg.connect(dsn.owner()) as connection,
        psycopg.connect(dsn.owner(), autocommit=True) as lookups,
    ):
        station = the_station(lookups)
        yield Setting(connection, lookups, station.kind, station.owner_id)
