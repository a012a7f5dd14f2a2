"""Tax bills of import lists. Where lists are decided: made, sent to who filed the list as 816, and as 818 where one no
longer stands. Where they are filed: taken from customs' messages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

import polars as pl

from entrepot.gateways import ceb
from entrepot.modules.declarations import api as declarations
from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Outgoing
from entrepot.project.line.replies import guids
from entrepot.project.line.setting import Setting

BILLS = ("tax_bill", "tax_bill_state")
_CODE = {"tax_bill": "CEB816", "tax_bill_state": "CEB818"}


def bill_some(setting: Setting, *, now: datetime) -> int:
    """One pass over lists whose tax changed; how many were looked at. A filing station makes no bills."""
    if setting.station == "filing":
        return 0
    with setting.connection.transaction():
        billed = declarations.make_bills(setting.connection, by_id=setting.owner_id, now=now)
        written = [
            *_written(setting, "tax_bill_state", billed.states, None),
            *_written(setting, "tax_bill", billed.bills, billed.lines),
        ]
        exchange.write_messages(setting.connection, written, now=now, practice=setting.practice)
    return billed.looked


def _written(setting: Setting, kind: str, rows: pl.DataFrame, lines: pl.DataFrame | None) -> list[Outgoing]:
    if rows.is_empty():
        return []
    envelope = ceb.Envelope(guid="", cop_code="", cop_name="", dxp_id="", practice=setting.practice)
    heads = rows.with_columns(guid=pl.Series(list(islice(guids(), rows.height))))
    each = ceb.write_each(kind, heads, lines, envelope, guids(), by="addressee", on=("tax_no",))  # type: ignore[arg-type]
    return [Outgoing(_CODE[kind], int(str(addressee)), body, count) for addressee, count, body in each]


@dataclass(frozen=True)
class Told:
    """rows: message_no, message_id, tax_no, invt_no, outcome of each bill and state that could be read."""

    rows: pl.DataFrame

    @property
    def here(self) -> pl.DataFrame:
        """message_no of those whose list is here and that say nothing else than what is kept."""
        return self.rows.filter(pl.col("outcome").is_in(["accepted", "known"])).select("message_no")

    @property
    def accepted(self) -> list[int]:
        """Messages that brought something new."""
        return self.rows.filter(pl.col("outcome") == "accepted")["message_id"].to_list()


def take_bills(
    setting: Setting, good: Mapping[str, pl.DataFrame], lines: pl.DataFrame, *, by_id: int, now: datetime
) -> Told:
    """Take bills and their states (heads by kind, with message_id; lines of bills) in the caller's transaction."""
    said = ("message_no", "message_id", "tax_no", "invt_no")
    bills, states = (good[kind].with_row_index("bill_row").cast({"bill_row": pl.Int64}) for kind in BILLS)
    own = lines.join(bills.select("message_no", "document_no", "bill_row"), on=["message_no", "document_no"])
    became = declarations.take_bills(setting.connection, bills, own, by_id=by_id, now=now) if bills.height else None
    told = [bills.select(*said, outcome=became)] if became is not None else []
    if states.height:
        outcome = declarations.take_bill_states(setting.connection, states, by_id=by_id, now=now)
        told.append(states.select(*said, outcome=outcome))
    schema = {"message_no": pl.Int64, "message_id": pl.Int64, "tax_no": pl.String, "invt_no": pl.String,
              "outcome": pl.String}  # fmt: skip
    return Told(pl.concat(told) if told else pl.DataFrame(schema=schema))
