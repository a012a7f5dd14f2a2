"""Order lines from a sheet onto the record: orders kept, repeats told apart from changes, cancellations joined.

One transaction a file: a file that is killed half way leaves nothing, and coming again changes nothing.
"""

import hashlib
import hmac
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from entrepot.gateways.sheets import problems as sheet_problems
from entrepot.gateways.sheets.cancellations import Fits, Stored, asked_problems, fit_cancellations
from entrepot.gateways.sheets.mapping import Mapping
from entrepot.gateways.sheets.order_lines import Orders, read_order_lines
from entrepot.gateways.sheets.table import ROW_NO
from entrepot.modules.declarations import api as declarations
from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Incoming
from entrepot.modules.parties import api as parties
from entrepot.modules.trade import api as trade
from entrepot.project.line.reasons import REASONS
from entrepot.project.line.setting import Setting
from entrepot.store.gate import NeedsGate, hold_alone
from entrepot.store.versions import CHANGE, outcome

KIND = "order-lines"
KEY = ["message_no", "document_no"]


@dataclass(frozen=True)
class Imported:
    """What became of the rows: read = accepted + duplicates + rejected. problems: CSV, empty when none was rejected."""

    read: int
    accepted: int
    duplicates: int
    rejected: int
    by_reason: dict[str, int]
    problems: bytes


def import_order_lines(setting: Setting, path: Path, mapping: Mapping, *, now: datetime) -> Imported:
    """Read a sheet and keep its orders. Raises UnableToReadSheet when the file as a whole cannot be read."""
    read = read_order_lines(path, mapping, now=now)

    def attempt(*, gate: bool) -> Imported:
        with setting.connection.transaction():
            if gate:
                hold_alone(setting.connection)
            return _File(setting, read, path, now, gate=gate).taken()

    if read.cancellations.height:  # they change orders, most likely
        return attempt(gate=True)
    try:
        return attempt(gate=False)
    except NeedsGate:
        return attempt(gate=True)


class _File:
    """One sheet on its way into the database, within the caller's transaction."""

    def __init__(self, setting: Setting, read: Orders, path: Path, now: datetime, *, gate: bool) -> None:
        self.setting, self.read, self.path, self.now, self.gate = setting, read, path, now, gate
        self.message_id = 0

    def taken(self) -> Imported:
        self.read = self._hashed_buyers()
        heads = parties.with_party_ids(
            self.setting.lookups, self.read.orders, self.setting.codes, self.setting.own_marketplaces
        )
        self.message_id = self._keep_bytes()
        orders = self._take(heads, self.read.lines)
        fits = self._fit_cancellations(heads)
        changed = self._take_changes(fits)
        declarations.note_arrivals(
            self.setting.connection,
            "order",
            pl.concat(
                frame.filter(pl.col("outcome") == "accepted").select("order_no", "marketplace_id")
                for frame in (orders, changed)
            ),
            now=self.now,
        )
        return self._accounted(orders, fits, changed)

    def _hashed_buyers(self) -> Orders:
        """The plain reference of a buyer never reaches the database: it becomes a keyed hash."""
        every = pl.concat([self.read.orders["buyer"], self.read.cancellations["buyer"]]).drop_nulls().unique()
        key = os.environ["ENTREPOT_SECRET_KEY"].encode()
        hashes = [hmac.new(key, f"buyer:{one}".encode(), hashlib.sha256).digest()[:16] for one in every]
        named = pl.DataFrame({"buyer": every, "hash": hashes}, schema_overrides={"hash": pl.Binary})

        def hashed(frame: pl.DataFrame) -> pl.DataFrame:
            met = frame.join(named, on="buyer", how="left", maintain_order="left")
            return met.with_columns(buyer=pl.col("hash").bin.encode("hex")).drop("hash")

        return Orders(
            **{**vars(self.read), "orders": hashed(self.read.orders), "cancellations": hashed(self.read.cancellations)}
        )

    def _keep_bytes(self) -> int:
        brings = self.setting.owner_id if self.setting.station == "filing" else None
        message = Incoming(
            KIND, self.setting.owner_id, self.path.read_bytes(), self.path.name, brings, read_already=True
        )
        (stored,) = exchange.store_messages(
            self.setting.connection, [message], now=self.now, practice=self.setting.practice
        )
        return stored.id

    def _take(self, heads: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
        """Heads with outcome and reason. Content that was here in any version is known; other content is a change."""
        rows = self._as_stored(heads)
        known = trade.known_contents(self.setting.connection, rows)
        repeats = rows.join(known, on=["order_no", "marketplace_id", "content_hash"], how="semi")
        fresh = rows.join(repeats, on=KEY, how="anti", maintain_order="left")
        outcomes = [outcome(repeats, "duplicate")]
        if fresh.height:
            first = self._store(fresh, lines)
            taken = first.filter(pl.col("reason") == "exists")
            outcomes.append(first.filter(pl.col("reason") != "exists"))
            changes = fresh.join(taken, on=KEY, how="semi", maintain_order="left")
            if changes.height:
                outcomes.append(self._store(changes.with_columns(app_type=pl.lit(CHANGE)), lines))
        return heads.join(pl.concat(outcomes), on=KEY, maintain_order="left")

    def _store(self, rows: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
        return trade.take_orders(
            self.setting.connection, rows, lines, held=declarations.held_order, gate_held=self.gate
        )

    def _as_stored(self, heads: pl.DataFrame) -> pl.DataFrame:
        audience = pl.concat_list("marketplace_id", "seller_id", pl.lit(self.setting.owner_id, pl.Int64))
        return heads.with_columns(
            message_id=pl.lit(self.message_id, pl.Int64),
            arrived_at=pl.lit(self.now).cast(pl.Datetime("us", "UTC")),
            audience=audience.list.unique(maintain_order=True),
            practice=pl.lit(self.setting.practice),
            buyer_hash=pl.col("buyer").str.decode("hex"),
        ).drop("buyer")

    def _fit_cancellations(self, heads: pl.DataFrame) -> Fits:
        cancellations = self.read.cancellations
        buyers = cancellations["buyer"].drop_nulls().unique()
        sellers = heads["seller_id"].unique() if heads.height else pl.Series([], dtype=pl.Int64)
        orders, lines, ordered = trade.orders_of_buyers(
            self.setting.connection, sellers, buyers, cancellations["cancels"].drop_nulls().unique()
        )
        return fit_cancellations(
            cancellations, self.read.cancellation_lines, Stored(orders, lines, ordered), now=self.now
        )

    def _take_changes(self, fits: Fits) -> pl.DataFrame:
        if fits.orders.is_empty():
            return self._take(self._known(self.read.orders.clear()), self.read.lines.clear())
        if not self.gate:
            raise NeedsGate
        heads = self._known(fits.orders.select(*KEY, *trade.ORDER_HEAD, "buyer"))
        outcomes = self._store(self._as_stored(heads), fits.lines)
        return heads.join(outcomes, on=KEY, maintain_order="left")

    def _known(self, heads: pl.DataFrame) -> pl.DataFrame:
        return parties.with_party_ids(self.setting.lookups, heads, self.setting.codes, self.setting.own_marketplaces)

    # ---- every row in one of three counts ------------------------------------------------------------------------

    def _accounted(self, orders: pl.DataFrame, fits: Fits, changed: pl.DataFrame) -> Imported:
        read = self.read
        turned_away = pl.concat(
            [
                self._order_rows(orders.filter(pl.col("outcome") == "refused")),
                self._cancellation_rows(fits.joined, changed.filter(pl.col("outcome") == "refused")),
            ]
        )
        problems = pl.concat([read.problems, asked_problems(read, fits), turned_away]).sort(ROW_NO, maintain_order=True)
        rejected = problems[ROW_NO].n_unique()
        repeated = orders.filter(pl.col("outcome") == "duplicate")["order_no"]
        is_repeat = (pl.col("state") == "order") & pl.col("order_no").is_in(repeated.implode())
        is_repeat |= (pl.col("state") == "cancellation") & pl.col("order_no").is_in(
            fits.repeated["cancellation_no"].implode()
        )
        duplicates = read.rows.filter(is_repeat).height
        reasons = problems.unique(ROW_NO, keep="first").group_by("reason").len().sort("reason")
        return Imported(
            read=read.rows.height,
            accepted=read.rows.height - duplicates - rejected,
            duplicates=duplicates,
            rejected=rejected,
            by_reason=dict(reasons.iter_rows()),
            problems=sheet_problems.write_problems(read.table, problems) if rejected else b"",
        )

    def _order_rows(self, refused: pl.DataFrame) -> pl.DataFrame:
        rows = self.read.rows.filter(pl.col("state") == "order")
        return _problems(rows.join(refused.select("order_no", "reason"), on="order_no", maintain_order="left"))

    def _cancellation_rows(self, joined: pl.DataFrame, refused: pl.DataFrame) -> pl.DataFrame:
        named = joined.join(refused.select("order_no", "reason"), on="order_no").select("cancellation_no", "reason")
        rows = self.read.rows.filter(pl.col("state") == "cancellation")
        return _problems(rows.join(named, left_on="order_no", right_on="cancellation_no", maintain_order="left"))


def _problems(rows: pl.DataFrame) -> pl.DataFrame:
    """Problems of rows (row_no, order_no, reason) in the sentences of the line."""

    def said(language: str) -> pl.Expr:
        texts = {name.removeprefix("line."): getattr(reason, language) for name, reason in REASONS.items()}
        text = pl.col("reason").replace_strict(texts, default="", return_dtype=pl.String)
        return text.str.replace("{number}", pl.col("order_no"), literal=True).alias(language)

    return rows.select(
        ROW_NO,
        pl.lit(None, pl.String).alias("column"),
        pl.col("order_no").alias("value"),
        (pl.lit("line.") + pl.col("reason")).alias("reason"),
        said("en"),
        said("zh"),
    )
