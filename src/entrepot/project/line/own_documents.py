"""Documents that this station makes itself: drafted lists, and in practice folders derived waybills and slips.

They go the way of every other document: a message that says where they come from, then the same operations.
"""

import json
from datetime import datetime, timedelta

import polars as pl

from entrepot.modules.declarations import api as declarations
from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Incoming
from entrepot.modules.parties import api as parties
from entrepot.modules.trade import api as trade
from entrepot.project.line.kinds import NUMBER_OF
from entrepot.project.line.setting import Setting

TIME = pl.Datetime("us", "UTC")
_REUSE = timedelta(days=183)
_AUDIENCE = {
    "order": ("marketplace_id", "seller_id"),
    "slip": ("marketplace_id", "seller_id", "payer_id"),
    "waybill": ("carrier_id", "seller_id"),
    "list": ("marketplace_id", "seller_id", "agent_id"),
}


def note_source(setting: Setting, kind: str, facts: dict[str, object], *, now: datetime) -> int:
    """The message under which own documents stand; returns its id."""
    body = json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()
    message = Incoming(kind, setting.owner_id, body, kind, read_already=True)
    (stored,) = exchange.store_messages(setting.connection, [message], now=now, practice=setting.practice)
    return stored.id


def keep(
    setting: Setting, kind: str, heads: pl.DataFrame, lines: pl.DataFrame | None, *, message_id: int
) -> pl.DataFrame:
    """Store decoded heads (with arrived_at) and lines; outcomes as of store.versions. Behind the gate."""
    known = parties.with_party_ids(setting.lookups, heads, setting.codes, setting.own_marketplaces)
    audience = pl.concat_list(*_AUDIENCE[kind], pl.lit(setting.owner_id, pl.Int64))
    rows = known.with_columns(
        message_id=pl.lit(message_id, pl.Int64),
        audience=audience.list.drop_nulls().list.unique(maintain_order=True),
        practice=pl.lit(setting.practice),
    )
    connection = setting.connection
    if kind == "order":
        assert lines is not None
        outcomes = trade.take_orders(connection, rows, lines, held=declarations.held_order, gate_held=True)
    elif kind == "slip":
        outcomes = trade.take_slips(connection, rows, held=declarations.held_order, gate_held=True)
    elif kind == "waybill":
        outcomes = trade.take_waybills(connection, rows, reuse=_REUSE, held=declarations.held_waybill, gate_held=True)
    else:
        assert lines is not None
        outcomes = declarations.take_lists(connection, rows.with_columns(filer_id="agent_id"), lines, gate_held=True)
    told = rows.join(outcomes, on=["message_no", "document_no"], how="inner", maintain_order="left")
    _tell(setting, kind, told.filter(pl.col("outcome") == "accepted"))
    return told


def _tell(setting: Setting, kind: str, new: pl.DataFrame) -> None:
    owners = {"order_no": "marketplace_id", "waybill_no": "carrier_id"}
    numbers = {
        "order": ("order_no",),
        "slip": ("order_no",),
        "waybill": ("waybill_no",),
        "list": ("order_no", "waybill_no"),
    }
    for number in numbers[kind]:
        if new.height:
            touched = new.select(number, owners[number])
            declarations.note_arrivals(setting.connection, NUMBER_OF[number], touched, now=new["arrived_at"][0])
