"""The guarantee of a firm for the tax of what it brings in: the authority that decides here sets its limit."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import psycopg
from django.db import transaction

from entrepot.modules.ledgers.amounts import checked
from entrepot.modules.ledgers.errors import UnableToKeepAccount
from entrepot.modules.ledgers.operations.keeping import open_account, put_in
from entrepot.modules.ledgers.queries import Kept, accounts_of, balances, kept, kept_under
from entrepot.modules.parties import api as parties
from entrepot.store.connection import under_django

GUARANTEE = "guarantee"
UNIT = "CNY"
LONGEST_WHY = 200
_LIMIT = "SELECT free + held + spent FROM ledgers_account WHERE id = %s FOR UPDATE"


def set_guarantee(
    *, acting: parties.Acting, code: str, limit: Decimal, why: str, now: datetime, using: str = "default"
) -> int:
    """Bring the guarantee of the firm with this code to `limit` CNY, opening it the first time; its account's number.

    A firm has one, whichever of its codes names it. why: in the officer's words; the firm reads it. The same limit
    again changes nothing. Raises UnableToKeepAccount for anybody but an officer of the office whose station this is,
    and for a limit below what is held and spent; UnableToUseCode for a code that nobody has.
    """
    if limit:
        checked(limit, UnableToKeepAccount)
    if not 0 < len(why.strip()) <= LONGEST_WHY:
        raise UnableToKeepAccount("why_missing", most=LONGEST_WHY, length=len(why.strip()))
    with transaction.atomic(using=using):
        connection = under_django(using)
        _check_officer(connection, acting, now, using)
        firm = parties.party_of_code(code, using=using)
        account = accounts_of(connection, GUARANTEE, [firm]).get(firm)
        if account is None or code in balances(connection, GUARANTEE, [code]):
            account = open_account(connection, kind=GUARANTEE, key=code, unit=UNIT, holder_id=firm, now=now)
        row = connection.execute(_LIMIT, (account,)).fetchone()
        assert row is not None
        change = limit - row[0]
        if change:
            put_in(connection, account, change, key=f"limit {limit} {now.isoformat()}", why=why.strip(), now=now)
            subject = f"guarantee:{code}"
            parties.record("guarantee_set", now=now, using=using, acting=acting, subject=subject, limit=str(limit))
    return account


def guarantees_of(connection: psycopg.Connection[Any], codes: Sequence[str]) -> dict[str, int]:
    """Code → number of the guarantee of the firm with that code, under whichever of its codes it was opened.

    One that was opened under the code itself comes first; codes of firms without a guarantee are left out.
    """
    found = {code: balance.account_id for code, balance in balances(connection, GUARANTEE, codes).items()}
    others = [code for code in codes if code not in found]
    if others:
        firms = parties.resolve(connection, [(code, code, "") for code in others])
        of_firm = accounts_of(connection, GUARANTEE, sorted(set(firms.values())))
        found |= {code: of_firm[firm] for code, firm in firms.items() if firm in of_firm}
    return found


def guarantee_of(connection: psycopg.Connection[Any], code: str, *, using: str = "default") -> Kept | None:
    """The guarantee of the firm with this code, as `guarantees_of` finds it, if the caller sees one."""
    direct = kept_under(connection, GUARANTEE, code)
    firm = parties.known_code(code, using=using) if direct is None else None
    return direct if firm is None else next(iter(kept(connection, GUARANTEE, holders=(firm,), size=1)), None)


def _check_officer(connection: psycopg.Connection[Any], acting: parties.Acting, now: datetime, using: str) -> None:
    card = parties.station(connection)
    if card is None or card.kind == "filing" or acting.party_id != card.owner_id:
        raise UnableToKeepAccount("not_office")
    parties.require_place(acting, parties.STAFF, now=now, using=using)
