"""What a buyer has used of a year: asked by officers alone, and every look is in the audit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg

from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.parties import api as parties
from entrepot.project.line.unmasking import person_of

PERSON_YEAR = "person_year"
MOST_USES = 100


@dataclass(frozen=True)
class Quota:
    """A year of one buyer: None where nothing was ever reserved for it. uses: the newest first, at most MOST_USES."""

    year: int
    balance: ledgers.Balance | None
    uses: tuple[ledgers.Use, ...]


def look_up(
    connection: psycopg.Connection[Any],
    id_number: str,
    year: int,
    *,
    acting: parties.Acting,
    now: datetime,
    using: str = "default",
) -> Quota:
    """The year of the buyer with this identity card, as far as the connection sees it; noted in the audit first.

    The number is hashed with the station's key and goes no further.
    """
    key = f"{person_of(id_number)}:{year}"
    parties.record("quota_looked_up", now=now, using=using, acting=acting, subject=f"quota:{key}")
    balance = ledgers.balances(connection, PERSON_YEAR, [key]).get(key)
    found = () if balance is None else ledgers.uses(connection, balance.account_id, size=MOST_USES)
    return Quota(year, balance, tuple(found))
