"""The guarantee of a firm for the tax of what it brings in: the authority that decides here sets its limit."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import psycopg
from django.db import connections, transaction

from entrepot.modules.ledgers.amounts import checked
from entrepot.modules.ledgers.errors import UnableToKeepAccount
from entrepot.modules.ledgers.operations.keeping import open_account, put_in
from entrepot.modules.parties import api as parties

GUARANTEE = "guarantee"
UNIT = "CNY"
LONGEST_WHY = 200
_LIMIT = "SELECT free + held + spent FROM ledgers_account WHERE id = %s FOR UPDATE"


def set_guarantee(
    *, acting: parties.Acting, code: str, limit: Decimal, why: str, now: datetime, using: str = "default"
) -> int:
    """Bring the guarantee of the firm with this code to `limit` CNY, opening it the first time; its account's number.

    why: in the officer's words; the firm reads it. The same limit again changes nothing. Raises UnableToKeepAccount
    for anybody but an officer of the office whose station this is, and for a limit below what is held and spent;
    UnableToUseCode for a code that nobody has.
    """
    if limit:
        checked(limit, UnableToKeepAccount)
    if not 0 < len(why.strip()) <= LONGEST_WHY:
        raise UnableToKeepAccount("why_missing", most=LONGEST_WHY, length=len(why.strip()))
    with transaction.atomic(using=using):
        connections[using].ensure_connection()
        connection: psycopg.Connection[Any] = connections[using].connection
        _check_officer(connection, acting, now, using)
        firm = parties.party_of_code(code, using=using)
        account = open_account(connection, kind=GUARANTEE, key=code, unit=UNIT, holder_id=firm, now=now)
        row = connection.execute(_LIMIT, (account,)).fetchone()
        assert row is not None
        change = limit - row[0]
        if change:
            put_in(connection, account, change, key=f"limit {limit} {now.isoformat()}", why=why.strip(), now=now)
            subject = f"guarantee:{code}"
            parties.record("guarantee_set", now=now, using=using, acting=acting, subject=subject, limit=str(limit))
    return account


def _check_officer(connection: psycopg.Connection[Any], acting: parties.Acting, now: datetime, using: str) -> None:
    card = parties.station(connection)
    if card is None or card.kind == "filing" or acting.party_id != card.owner_id:
        raise UnableToKeepAccount("not_office")
    parties.require_place(acting, parties.STAFF, now=now, using=using)
