"""A limit of a later edition: the difference is put in or taken out by a movement that names the edition."""

from datetime import datetime
from typing import Any

import polars as pl
import psycopg

from entrepot.modules.ledgers.atomic import atomic
from entrepot.modules.ledgers.columns import EXACT, arrays, exact
from entrepot.modules.ledgers.errors import UnableToKeepAccount
from entrepot.modules.ledgers.operations.rows import lock

# What is free at most is taken out; what is held or spent above a lower limit stays so.
_SET = """
    WITH asked AS (
        SELECT t.id, a.free, greatest(t.amount - a.free - a.held - a.spent, -a.free) AS change
          FROM unnest(%(accounts)s::bigint[], %(amounts)s::numeric[]) AS t (id, amount)
          JOIN ledgers_account a USING (id)
         WHERE NOT EXISTS (SELECT FROM ledgers_movement m WHERE m.account_id = t.id AND m.key = %(key)s
                              AND (m.source = 'outside' OR m.target = 'outside'))
    ), noted AS (
        INSERT INTO ledgers_movement (account_id, key, source, target, amount, why, at)
        SELECT id, %(key)s, CASE WHEN change > 0 THEN 'outside' ELSE 'free' END,
               CASE WHEN change > 0 THEN 'free' ELSE 'outside' END, abs(change), %(why)s, %(now)s
          FROM asked WHERE change <> 0
    )
    UPDATE ledgers_account a SET free = a.free + t.change FROM asked t WHERE a.id = t.id AND t.change <> 0
"""
_LIMITS = "SELECT id, free + held + spent FROM ledgers_account WHERE id = ANY (%s::bigint[])"


@atomic
def set_limits(
    connection: psycopg.Connection[Any], limits: pl.DataFrame, *, key: str, why: str, now: datetime
) -> pl.DataFrame:
    """Bring what was put in and not taken out of each account to its amount. The same key counts once an account.

    limits: account_id (Int64), amount (Decimal, above zero). key: what names the edition. Of a lower limit as much is
    taken out as is free: what is held or spent already stays. Returns account_id, limit (as it is now). Run it in a
    transaction of its own, before one that reserves: it locks accounts.
    """
    asked = exact(limits, UnableToKeepAccount).unique("account_id", keep="first").sort("account_id")
    lock(connection, asked["account_id"])
    accounts, amounts = arrays(asked, "account_id", "amount")
    connection.execute(_SET, {"accounts": accounts, "amounts": amounts, "key": key, "why": why, "now": now})
    found = connection.execute(_LIMITS, (accounts,)).fetchall()
    return pl.DataFrame(found, schema={"account_id": pl.Int64(), "limit": EXACT}, orient="row").sort("account_id")
