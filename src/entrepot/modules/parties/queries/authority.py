"""Who may send what, and who may act for whom on a day. Raw SQL on the caller's connection: the workers' path."""

from collections.abc import Iterable
from datetime import date

import polars as pl
import psycopg

# The parties of a document that may send it; any other sender needs the power of attorney of one of them.
# Message specification 202205: order from marketplace or seller, collection slip from payment institution or seller,
# waybill from its carrier, declaration list from agent or seller; import likewise, its payment from its payment firm.
ALLOWED_SENDERS: dict[str, tuple[str, ...]] = {
    "order": ("marketplace_id", "seller_id"),
    "slip": ("payer_id", "seller_id"),
    "waybill": ("carrier_id",),
    "list": ("agent_id", "seller_id"),
    "import_order": ("marketplace_id", "seller_id"),
    "payment": ("payer_id",),
    "import_waybill": ("carrier_id",),
    "waybill_state": ("carrier_id",),
    "import_list": ("agent_id", "seller_id"),
    "import_cancel": ("agent_id", "seller_id"),
    "import_return": ("agent_id", "seller_id"),
}
# A power of attorney names kinds of export document; it covers what import calls the same.
COVERED_AS: dict[str, str] = {
    "import_order": "order",
    "payment": "slip",
    "import_waybill": "waybill",
    "waybill_state": "waybill",
    "import_list": "list",
    "import_cancel": "list",
    "import_return": "list",
}
_EVERY_KIND = sorted(set(ALLOWED_SENDERS) - set(COVERED_AS))

# Valid on a day of China time: from its first day, before the day in valid_until, and before the day it was revoked.
_VALID = """p.valid_from <= %(day)s AND (p.valid_until IS NULL OR %(day)s < p.valid_until)
    AND (p.revoked_at IS NULL OR %(day)s < (p.revoked_at AT TIME ZONE 'Asia/Shanghai')::date)"""


def allowed_principals(
    connection: psycopg.Connection, sender_id: int, day: date, kind: str | None = None
) -> frozenset[int]:
    """The parties in whose name `sender_id` may send documents of `kind` on `day` (China time), itself among them.

    Without a kind only powers of attorney for every kind count.
    """
    rows = connection.execute(
        f"""
        WITH principal AS (
            SELECT %(sender)s::bigint AS id
             UNION SELECT p.principal_id FROM parties_power_of_attorney p
                    WHERE p.agent_id = %(sender)s AND p.scope @> %(kinds)s::text[] AND {_VALID}
        )
        SELECT id FROM principal
         UNION SELECT e.id FROM parties_enterprise e JOIN principal ON principal.id = e.joined_to_id
        """,
        {"sender": sender_id, "day": day, "kinds": _EVERY_KIND if kind is None else [COVERED_AS.get(kind, kind)]},
    )
    return frozenset(int(row[0]) for row in rows)


def may_send(frame: pl.DataFrame, kind: str, principals: frozenset[int]) -> pl.Series:
    """For each row whether a sender with these principals may send it (Boolean, never null)."""
    ids = pl.Series(sorted(principals), dtype=pl.Int64)
    named = (pl.col(column).is_in(ids.implode()).fill_null(value=False) for column in ALLOWED_SENDERS[kind])
    return frame.select(may_send=pl.any_horizontal(*named))["may_send"]


def agents_of(connection: psycopg.Connection, principal_ids: Iterable[int], day: date) -> pl.DataFrame:
    """The agents that hold a power of attorney of these principals on `day`: principal_id, agent_ids (List(Int64)).

    Principals without an agent have no row.
    """
    rows = connection.execute(
        f"""
        SELECT p.principal_id, array_agg(DISTINCT p.agent_id ORDER BY p.agent_id)
          FROM parties_power_of_attorney p WHERE p.principal_id = ANY (%(principals)s) AND {_VALID}
         GROUP BY p.principal_id ORDER BY p.principal_id
        """,
        {"principals": sorted(set(principal_ids)), "day": day},
    ).fetchall()
    schema: dict[str, pl.DataType] = {"principal_id": pl.Int64(), "agent_ids": pl.List(pl.Int64)}
    return pl.DataFrame(rows, schema=schema, orient="row")
