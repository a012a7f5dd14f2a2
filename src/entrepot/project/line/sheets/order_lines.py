"""Order lines from a sheet onto the record: orders kept, repeats told apart from changes, cancellations joined last."""

import hashlib
import hmac
import os
from itertools import pairwise

import polars as pl

from entrepot.gateways.sheets import problems as sheet_problems
from entrepot.gateways.sheets.cancellations import Fits, Stored, asked_problems, fit_cancellations
from entrepot.gateways.sheets.order_lines import Orders, read_order_lines
from entrepot.gateways.sheets.table import ROW_NO
from entrepot.modules.declarations import api as declarations
from entrepot.modules.exchange.api import Counts, ToTake
from entrepot.modules.parties import api as parties
from entrepot.modules.trade import api as trade
from entrepot.project.line.reasons import REASONS
from entrepot.project.line.setting import Setting, day_in_china
from entrepot.project.line.sheets.files import Notes, Outcomes, agreement_of, counted, language_of, source_of
from entrepot.store.gate import NeedsGate
from entrepot.store.versions import CHANGE, outcome

KEY = ["message_no", "document_no"]
ORDERS_A_PART = 2_500
_TOLD = {"order_no": pl.String, "reason": pl.String}


class OrderLines:
    """A sheet of order lines: so many orders a part, then the cancellations, which may name any of them."""

    def __init__(self, setting: Setting, sheet: ToTake) -> None:
        self.setting, self.now, self.language = setting, sheet.submitted_at, language_of(sheet)
        self.sender_id = sheet.party_id
        mapping = agreement_of(sheet).columns
        read = read_order_lines(source_of(sheet, mapping), mapping, now=self.now)
        self.read = _with_hashed_buyers(read)
        self.heads = parties.with_party_ids(setting.lookups, self.read.orders, setting.codes, setting.own_marketplaces)
        count = self.heads.height
        self.bounds = list(pairwise([*range(0, count, ORDERS_A_PART), count])) if count else []
        self.parts = len(self.bounds) + 1
        self.message_id = 0

    def take(self, number: int, message_id: int, *, gate: bool) -> Outcomes:
        self.message_id = message_id
        if number < len(self.bounds):
            begin, end = self.bounds[number]
            return self._take_orders(self.heads.slice(begin, end - begin), gate=gate)
        return self._take_cancellations(gate=gate)

    # ---- a part of the orders ----------------------------------------------------------------------------------------

    def _take_orders(self, heads: pl.DataFrame, *, gate: bool) -> Outcomes:
        may = self._may_send(heads)
        strangers = heads.filter(~may).select("order_no", reason=pl.lit("sender"))
        heads = heads.filter(may)
        lines = self.read.lines.join(heads.select(KEY), on=KEY, how="semi", maintain_order="left")
        told = self._take(heads, lines, gate=gate)
        self.tell_judges(told)
        refused = told.filter(pl.col("outcome") == "refused").select("order_no", "reason")
        return {
            "duplicates": told.filter(pl.col("outcome") == "duplicate")["order_no"].to_list(),
            "refused": pl.concat([strangers, refused]).rows(),
        }

    def _may_send(self, heads: pl.DataFrame) -> pl.Series:
        """The owner of the station brings what it has; everybody else sends what is theirs to send."""
        if self.sender_id == self.setting.owner_id and self.setting.station != "deciding":
            return pl.Series([True] * heads.height, dtype=pl.Boolean)
        principals = self.setting.allowed_principals(self.sender_id, day_in_china(self.now), "order")
        return parties.may_send(heads, "order", principals)

    def _take(self, heads: pl.DataFrame, lines: pl.DataFrame, *, gate: bool) -> pl.DataFrame:
        """Heads with outcome and reason. Content that was here in any version is known; other content is a change."""
        rows = self._as_stored(heads)
        known = trade.known_contents(self.setting.connection, rows)
        repeats = rows.join(known, on=["order_no", "marketplace_id", "content_hash"], how="semi")
        fresh = rows.join(repeats, on=KEY, how="anti", maintain_order="left")
        outcomes = [outcome(repeats, "duplicate")]
        if fresh.height:
            first = self._store(fresh, lines, gate=gate)
            taken = first.filter(pl.col("reason") == "exists")
            outcomes.append(first.filter(pl.col("reason") != "exists"))
            changes = fresh.join(taken, on=KEY, how="semi", maintain_order="left")
            if changes.height:
                outcomes.append(self._store(changes.with_columns(app_type=pl.lit(CHANGE)), lines, gate=gate))
        return heads.join(pl.concat(outcomes), on=KEY, maintain_order="left")

    def _store(self, rows: pl.DataFrame, lines: pl.DataFrame, *, gate: bool) -> pl.DataFrame:
        return trade.take_orders(self.setting.connection, rows, lines, held=declarations.held_order, gate_held=gate)

    def _as_stored(self, heads: pl.DataFrame) -> pl.DataFrame:
        named = (pl.lit(party, pl.Int64) for party in {self.setting.owner_id, self.sender_id})
        return heads.with_columns(
            message_id=pl.lit(self.message_id, pl.Int64),
            arrived_at=pl.lit(self.now).cast(pl.Datetime("us", "UTC")),
            audience=pl.concat_list("marketplace_id", "seller_id", *named).list.unique(maintain_order=True),
            practice=pl.lit(self.setting.practice),
            buyer_hash=pl.col("buyer").str.decode("hex"),
        ).drop("buyer")

    def tell_judges(self, told: pl.DataFrame) -> None:
        new = told.filter(pl.col("outcome") == "accepted").select("order_no", "marketplace_id")
        declarations.note_arrivals(self.setting.connection, "order", new, now=self.now)

    # ---- the cancellations -------------------------------------------------------------------------------------------

    def _take_cancellations(self, *, gate: bool) -> Outcomes:
        if self.read.cancellations.height and not gate:
            raise NeedsGate  # nearly always one of them changes an order: found out first, all is looked up twice
        fits = self._fits()
        refused = self._take_changes(fits) if fits.orders.height else pl.DataFrame(schema=_TOLD)
        turned_away = fits.joined.join(refused, on="order_no").select("cancellation_no", "reason")
        return {
            "duplicates": fits.repeated["cancellation_no"].to_list(),
            "refused": turned_away.rows(),
            "problems": asked_problems(self.read, fits).rows(),
        }

    def _fits(self) -> Fits:
        cancellations = self.read.cancellations
        wares = self.read.cancellation_lines.join(cancellations.select("order_no", "buyer"), on="order_no")
        sellers = self.heads["seller_id"].unique() if self.heads.height else pl.Series([], dtype=pl.Int64)
        orders, lines, ordered = trade.orders_of_buyers(
            self.setting.connection, sellers, wares, cancellations["cancels"].drop_nulls().unique()
        )
        return fit_cancellations(
            cancellations, self.read.cancellation_lines, Stored(orders, lines, ordered), now=self.now
        )

    def _take_changes(self, fits: Fits) -> pl.DataFrame:
        """Changed orders that were refused: order_no, reason. The caller holds the gate."""
        heads = parties.with_party_ids(
            self.setting.lookups,
            fits.orders.select(*KEY, *trade.ORDER_HEAD, "buyer"),
            self.setting.codes,
            self.setting.own_marketplaces,
        )
        told = heads.join(self._store(self._as_stored(heads), fits.lines, gate=True), on=KEY, maintain_order="left")
        self.tell_judges(told)
        return told.filter(pl.col("outcome") == "refused").select("order_no", "reason")

    # ---- every row in one of three counts ----------------------------------------------------------------------------

    def counts(self, notes: Notes) -> Counts:
        last = len(self.bounds)
        orders = [notes[number] for number in range(last)]
        asked = pl.DataFrame(notes[last]["problems"], schema=sheet_problems.SCHEMA, orient="row")
        problems = pl.concat(
            [
                self.read.problems,
                asked,
                self._turned_away("order", orders),
                self._turned_away("cancellation", [notes[last]]),
            ]
        ).sort(ROW_NO, maintain_order=True)
        rows = self.read.rows
        duplicates = sum(
            rows.filter((pl.col("state") == state) & pl.col("order_no").is_in(_repeated(parts).implode())).height
            for state, parts in (("order", orders), ("cancellation", [notes[last]]))
        )
        return counted(self.read.table, problems, read=rows.height, duplicates=duplicates, language=self.language)

    def _turned_away(self, state: str, parts: list[Outcomes]) -> pl.DataFrame:
        """Problems of the rows whose documents the line refused, in its sentences."""
        refused = pl.concat([pl.DataFrame(part["refused"], schema=_TOLD, orient="row") for part in parts] or
                            [pl.DataFrame(schema=_TOLD)])  # fmt: skip
        rows = self.read.rows.filter(pl.col("state") == state).join(refused, on="order_no", maintain_order="left")
        return rows.select(
            ROW_NO,
            pl.lit(None, pl.String).alias("column"),
            pl.col("order_no").alias("value"),
            (pl.lit("line.") + pl.col("reason")).alias("reason"),
            _said("en"),
            _said("zh"),
        )


def _repeated(parts: list[Outcomes]) -> pl.Series:
    numbers: list[str] = []
    for part in parts:
        numbers += part["duplicates"]
    return pl.Series(numbers, dtype=pl.String)


def _said(language: str) -> pl.Expr:
    texts = {name.removeprefix("line."): getattr(reason, language) for name, reason in REASONS.items()}
    text = pl.col("reason").replace_strict(texts, default="", return_dtype=pl.String)
    return text.str.replace("{number}", pl.col("order_no"), literal=True).alias(language)


def _with_hashed_buyers(read: Orders) -> Orders:
    """The plain reference of a buyer never reaches the database: it becomes a keyed hash."""
    every = pl.concat([read.orders["buyer"], read.cancellations["buyer"]]).drop_nulls().unique()
    key = os.environ["ENTREPOT_SECRET_KEY"].encode()
    hashes = [hmac.new(key, f"buyer:{one}".encode(), hashlib.sha256).digest()[:16] for one in every]
    named = pl.DataFrame({"buyer": every, "hash": hashes}, schema_overrides={"hash": pl.Binary})

    def hashed(frame: pl.DataFrame) -> pl.DataFrame:
        met = frame.join(named, on="buyer", how="left", maintain_order="left")
        return met.with_columns(buyer=pl.col("hash").bin.encode("hex")).drop("hash")

    return Orders(**{**vars(read), "orders": hashed(read.orders), "cancellations": hashed(read.cancellations)})
