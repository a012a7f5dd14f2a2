"""Judge import lists: each by itself, then what passed asks its buyer's year and its guarantor for both together.

The ledgers are asked after the work rows are locked and before anything is written, so the answer belongs to the
verdict: a list is let in only while both accounts hold for it (docs/decisions/0008).
"""

from dataclasses import dataclass, replace
from datetime import datetime

import polars as pl
import psycopg

from entrepot.engines import retail_import
from entrepot.engines.clearance import References
from entrepot.engines.clearance.frames import EXACT
from entrepot.engines.retail_import import frames
from entrepot.modules.declarations.operations.billing import note_due
from entrepot.modules.declarations.operations.reading import IS_IMPORT
from entrepot.modules.declarations.operations.reading_import import read_imports
from entrepot.modules.ledgers import api as ledgers
from entrepot.rulebook import Rulebook
from entrepot.store.copying import copy_in
from entrepot.store.staging import stage

PERSON_YEAR, GUARANTEE = "person_year", "guarantee"
_GREEN = "green"
_RESERVED: dict[str, pl.DataType | type[pl.DataType]] = {
    "list_id": pl.Int64,
    "kind": pl.String,
    "account_id": pl.Int64,
    "key": pl.String,
    "amount": EXACT,
}


@dataclass(frozen=True)
class Ways:
    """With what import lists are judged. accounts: an autocommit connection on which accounts of persons are opened.

    seed: None for a station that only pre-checks: it asks no ledger.
    """

    station: str
    rulebook: Rulebook
    references: References
    seed: bytes | None
    accounts: psycopg.Connection | None


@dataclass(frozen=True)
class JudgedImports:
    """lists: the rows judged, with the order and waybill that came; answer: of the engine after the ledgers.

    reserved: list_id, kind, account_id, key, amount of what the ledgers hold.
    """

    lists: pl.DataFrame
    answer: frames.Verdicts
    reserved: pl.DataFrame


def judge_imports(
    connection: psycopg.Connection, lists: pl.DataFrame, ways: Ways, *, now: datetime
) -> JudgedImports | None:
    """The import lists among `lists` (rows of reading.Read.lists), locked; None where there are none."""
    own = lists.filter(IS_IMPORT)
    if own.is_empty():
        return None
    batch = read_imports(connection, own, ways.station)
    answer = retail_import.judge(batch, ways.rulebook, ways.references, now, ways.seed)
    reserved = pl.DataFrame(schema=_RESERVED)
    if ways.seed is not None:
        answer, reserved = _with_ledgers(connection, batch, answer, ways, now=now)
    came = batch.lists.select("list_id", "order_id", "waybill_id")
    return JudgedImports(own.drop("order_id", "waybill_id").join(came, on="list_id"), answer, reserved)


def _with_ledgers(
    connection: psycopg.Connection, batch: frames.Batch, answer: frames.Verdicts, ways: Ways, *, now: datetime
) -> tuple[frames.Verdicts, pl.DataFrame]:
    """Hold for the lists that passed, and for those that an officer will have to look at; refuse the others."""
    wanted = retail_import.wishes(batch, _without_doubts(answer), ways.rulebook)
    if wanted.is_empty():
        return answer, pl.DataFrame(schema=_RESERVED)
    accounts = _accounts(connection, wanted, ways, now)
    met = wanted.join(accounts, on=["kind", "key"], how="left")
    nowhere = met.filter(pl.col("account_id").is_null())
    at_once = answer.verdicts.select("list_id", at_once=(pl.col("verdict") == "pass") & (pl.col("lane") == _GREEN))
    asked = (
        met.join(nowhere, on="list_id", how="anti")
        .join(at_once, on="list_id", how="left")
        .with_columns(set_key=reservation_key())
    )
    served = ledgers.reserve_together(
        connection, asked.select("set_key", "account_id", "amount", "arrived_at", "at_once"), now=now
    )
    turned_away = served.filter(pl.col("outcome") == "refused")
    short = turned_away.join(
        asked, left_on=["set_key", "refused_account_id"], right_on=["set_key", "account_id"], how="inner"
    ).select("list_id", "kind", pl.col("free").cast(EXACT))
    no_account = nowhere.select("list_id", "kind", free=pl.lit(0).cast(EXACT))
    refusals = pl.concat([short, no_account]).unique("list_id", keep="first", maintain_order=True)
    kept = asked.join(turned_away, on="set_key", how="anti").rename({"set_key": "key_"})
    reserved = kept.select("list_id", "kind", "account_id", key="key_", amount="amount")
    return retail_import.refused(answer, wanted, refusals, ways.rulebook), reserved


def reservation_key() -> pl.Expr:
    """The key under which a version of a list reserves; its order is that of the lists' numbers."""
    return pl.lit("list:") + pl.col("list_id").cast(pl.String).str.zfill(15)


def _without_doubts(answer: frames.Verdicts) -> frames.Verdicts:
    """As if what could not be checked had passed: such a list is held, and keeps its reservation while it is."""
    doubted = (
        (pl.col("verdict") == "not_checked") & pl.col("tax").is_not_null() & pl.col("dutiable_value").is_not_null()
    )
    verdicts = answer.verdicts.with_columns(verdict=pl.when(doubted).then(pl.lit("pass")).otherwise("verdict"))
    return replace(answer, verdicts=verdicts)


def _accounts(connection: psycopg.Connection, wanted: pl.DataFrame, ways: Ways, now: datetime) -> pl.DataFrame:
    """kind, key, account_id: years of persons, opened with their limit where they are new; guarantees that stand."""
    years = wanted.filter(pl.col("kind") == PERSON_YEAR).select(
        "kind", "key", "unit", holder_id=pl.lit(None, pl.Int64), amount="limit"
    )
    opened = ledgers.admit_many(ways.accounts or connection, years, now=now) if years.height else years
    codes = wanted.filter(pl.col("kind") == GUARANTEE)["key"].unique().to_list()
    standing = ledgers.guarantees_of(connection, codes) if codes else {}
    guarantees = pl.DataFrame(
        [(GUARANTEE, code, account) for code, account in standing.items()],
        schema={"kind": pl.String, "key": pl.String, "account_id": pl.Int64},
        orient="row",
    )
    if years.is_empty():
        return guarantees
    return pl.concat([opened.select("kind", "key", "account_id"), guarantees])


def write_tax(connection: psycopg.Connection, judged: JudgedImports, decided: pl.DataFrame) -> None:
    """Keep tax and reservations with the decisions (order_no, list_id, decision_no, state), and have bills made."""
    numbered = decided.select("order_no", "list_id", "decision_no")
    taxes = judged.answer.amounts.join(numbered, on="list_id")
    copy_in(
        connection,
        "declarations_tax",
        taxes.select("order_no", "list_id", "decision_no", "gnum", "tax", "base", "rate", "amount"),
    )
    held = judged.reserved.join(numbered, on="list_id")
    copy_in(
        connection,
        "declarations_reserved",
        held.select("order_no", "list_id", "decision_no", "kind", "account_id", "key", "amount"),
    )
    own = decided.filter(pl.col("state") == "released").join(judged.lists, on="list_id", how="semi")
    note_due(connection, own)


_KEYS = {"order_no": 'text COLLATE "C"', "list_id": "bigint"}


def reserved_for(connection: psycopg.Connection, lists: pl.DataFrame) -> pl.DataFrame:
    """order_no, list_id, kind, account_id, key, amount of what these lists (order_no, list_id) reserved."""
    stage(connection, "declarations_reserved_asked", _KEYS, lists)
    rows = connection.execute(
        "SELECT r.order_no, r.list_id, r.kind, r.account_id, r.key, r.amount FROM declarations_reserved_asked a"
        " JOIN declarations_reserved r ON r.order_no = a.order_no AND r.list_id = a.list_id"
    ).fetchall()
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "order_no": pl.String,
        **_RESERVED,
        "amount": pl.Decimal(38, 5),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def settle(connection: psycopg.Connection, decided: pl.DataFrame, *, now: datetime) -> None:
    """Move what lists hold by what was decided on them (order_no, list_id, state): spent, or free again."""
    note_due(connection, decided.filter(pl.col("state") == "released"))
    of_lists = reserved_for(connection, decided).join(decided.select("list_id", "state"), on="list_id")
    spent = of_lists.filter(pl.col("state") == "released")
    freed = of_lists.filter(pl.col("state") == "refused")
    if spent.height and freed.height:
        ledgers.lock_accounts(connection, pl.concat([spent, freed])["account_id"])  # in one order, for both steps
    if spent.height:
        ledgers.commit_many(connection, spent.select("account_id", "key"), now=now)
    if freed.height:
        ledgers.release_many(connection, freed.select("account_id", "key"), now=now)
