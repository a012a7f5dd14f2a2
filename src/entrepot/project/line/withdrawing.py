"""Cancellations and returns: looked at, answered by 624 and 626, told of, in one transaction."""

from datetime import date, datetime
from typing import Any

import polars as pl

from entrepot import rulebook
from entrepot.engines import retail_import
from entrepot.modules.declarations import api as declarations
from entrepot.project.line.deciding import LISTS_DECIDED
from entrepot.project.line.replies import answer_withdrawals
from entrepot.project.line.setting import Setting
from entrepot.store import outbox


def withdraw_some(setting: Setting, *, now: datetime) -> int:
    """One pass over what filers asked of their lists; how many were looked at. A filing station decides nothing."""
    if setting.station == "filing":
        return 0
    with setting.connection.transaction():
        rules = rulebook.load(retail_import.REGIME)
        looked = declarations.withdraw_some(setting.connection, rules, by_id=setting.owner_id, now=now)
        if looked.answers:
            answer_withdrawals(setting, looked.answers, now=now)
        if looked.decided.height:
            ids: pl.Series = looked.decided["list_id"]
            number = declarations.publish(setting.connection, looked.decided, now=now)
            batch: dict[str, object] = {"batch": number, "lists": ids.len(), "first": ids.min(), "last": ids.max()}
            outbox.announce(setting.connection, LISTS_DECIDED, batch, now=now)
    return len(looked.answers)


def goods_arrived(setting: Setting, order_no: str, cop_no: str, *, on: date, now: datetime) -> dict[str, Any]:
    """Goods of a return are back since the day `on`: judged again, given back, answered. Raises UnableToReturn."""
    with setting.connection.transaction():
        rules = rulebook.load(retail_import.REGIME)
        told = declarations.goods_arrived(
            setting.connection, order_no, cop_no, on=on, rulebook=rules, by_id=setting.owner_id, now=now
        )
        answer_withdrawals(setting, [told], now=now)
    return told
