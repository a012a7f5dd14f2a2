"""Cancellations (623) and returns (625): a worker looks at what filers ask of their lists, and moves what lists hold.

It holds the gate and the work rows of the order before it reads, as every judge does. A cancelled list gives back all
that it held or spent; a return gives back its part when its goods have arrived in time.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import psycopg
from psycopg.rows import dict_row

from entrepot.engines import retail_import
from entrepot.engines.retail_import import frames
from entrepot.kernel.violations import Violation
from entrepot.modules.declarations.operations.billing import note_due, wake
from entrepot.modules.declarations.operations.judging_import import GUARANTEE, PERSON_YEAR, reserved_for
from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.parties import api as parties
from entrepot.rulebook import Rulebook
from entrepot.store.gate import hold_together

Row = dict[str, Any]
_TIME = pl.Datetime("us", "UTC")
_EXACT = pl.Decimal(38, 10)

# rule → (English, Chinese); R01 to R05 are rules of the rulebook
SENTENCES: dict[str, tuple[str, str]] = {
    "C01": (
        "Expected a list of yours with the number {expected} for this order, found none. Check invtNo and copNo.",
        "未找到贵企业该订单下编号为 {expected} 的清单。请核对 invtNo 与 copNo。",
    ),
    "C02": (
        "Expected the buyer of the list, found another person. Give the buyer as in the list.",
        "订购人与清单不一致。请按清单填写订购人。",
    ),
    "C03": (
        "Expected a list that is released or held, found it {found}: there is nothing to cancel. Nothing was changed.",
        "应为已放行或布控的清单，实为 {found}，无可撤销。未作任何更改。",
    ),
    "C04": (
        "Expected a list of which nothing came back, found a return of it. It can no longer be cancelled.",
        "该清单已有退货申请，不能再撤销。",
    ),
    "not_waiting": (
        "Expected a return that waits for its goods, found {found}. Look at the record.",
        "应为等待货物运抵的退货申请，实为 {found}。请查看记录。",
    ),
}


class UnableToReturn(parties.Unable):
    """Nothing was changed."""

    sentences = SENTENCES


@dataclass(frozen=True)
class Looked:
    """answers: a row a withdrawal with what its reply needs: outcome, rule, found, expected, numbers of its list.

    decided: lists that were cancelled, as `publish` takes them.
    """

    answers: list[Row]
    decided: pl.DataFrame


_PUBLISHED = {"order_no": pl.String, "list_id": pl.Int64, "decision_no": pl.Int32, "filer_id": pl.Int64,
              "seller_id": pl.Int64, "state": pl.String}  # fmt: skip
_TAKE = """
    DELETE FROM declarations_withdrawal_due WHERE id IN (
        SELECT id FROM declarations_withdrawal_due ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
    RETURNING order_no, id
"""
_GOODS = ("hs_codes", "declared_names", "units")
_ASKED = """
    SELECT order_no, id, kind, filer_id, cop_no, marketplace_id, seller_id, guid, customs_code, agent_code, seller_code,
           marketplace_code, pre_no, invt_no, app_time, gnums, quantities,
           hs_codes, declared_names, units, buyer_hash, audience, arrived_at
      FROM declarations_withdrawal WHERE order_no = %s AND id = %s AND superseded_by IS NULL
"""
_LOCK = """
    SELECT FROM declarations_work w WHERE (w.filer_id, w.cop_no) IN (
        SELECT l.filer_id, l.cop_no FROM declarations_list l
         WHERE l.order_no = %s AND l.marketplace_id = %s AND l.superseded_by IS NULL)
     ORDER BY w.filer_id, w.cop_no FOR UPDATE OF w
"""
# The number of a list that brought none is made of its office, the year of its first decision and its own number.
_LISTS = """
    SELECT l.id AS list_id, l.cop_no AS list_cop_no, l.seller_id, l.freight, l.insured_fee, w.state, w.decision_no,
           i.buyer_hash, f.at AS told_at, r.at AS released_at,
           coalesce(l.invt_no, l.customs_code || extract(year FROM f.at AT TIME ZONE 'Asia/Shanghai') || 'I'
                               || lpad((l.id %% 1000000000)::text, 9, '0')) AS number
      FROM declarations_list l
      JOIN declarations_list_import i ON i.order_no = l.order_no AND i.list_id = l.id
      JOIN declarations_work w ON w.filer_id = l.filer_id AND w.cop_no = l.cop_no AND w.list_id = l.id
      LEFT JOIN LATERAL (SELECT d.at FROM declarations_decision d WHERE d.order_no = l.order_no AND d.list_id = l.id
                          ORDER BY d.decision_no LIMIT 1) f ON true
      LEFT JOIN LATERAL (SELECT d.at FROM declarations_decision d WHERE d.order_no = l.order_no AND d.list_id = l.id
                            AND d.verdict = 'released' ORDER BY d.decision_no DESC LIMIT 1) r ON true
     WHERE l.order_no = %s AND l.marketplace_id = %s AND l.filer_id = %s AND l.superseded_by IS NULL
"""


def withdraw_some(
    connection: psycopg.Connection, rulebook: Rulebook, *, by_id: int, now: datetime, limit: int = 100
) -> Looked:
    """Look at cancellations and returns that came; the caller answers, publishes and commits. rulebook: of import."""
    taken = connection.execute(_TAKE, (limit,)).fetchall()
    if not taken:
        return Looked([], pl.DataFrame(schema=_PUBLISHED))
    hold_together(connection)
    answers, decided = [], []
    for order_no, number in sorted(taken):
        asked = _one(connection, _ASKED, (order_no, number))
        if asked is None:  # changed before it was looked at: the change has a row of its own
            continue
        connection.execute(_LOCK, (order_no, asked["marketplace_id"]))
        named = _list_of(connection, asked)
        if asked["kind"] == "import_cancel":
            answer = _cancel(connection, asked, named, by_id=by_id, now=now)
        else:
            answer = _apply(connection, asked, named, rulebook, by_id=by_id, now=now)
        answers.append({**asked, **(named or {}), **answer, "buyer_hash": None})
        if answer["outcome"] == "done" and named is not None:
            decided.append((order_no, named["list_id"], named["decision_no"] + 1, asked["filer_id"],
                            named["seller_id"], "cancelled"))  # fmt: skip
    return Looked(answers, pl.DataFrame(decided, schema=_PUBLISHED, orient="row"))


def _one(connection: psycopg.Connection, query: str, parameters: tuple[object, ...]) -> Row | None:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query, parameters).fetchone()


def _list_of(connection: psycopg.Connection, asked: Row) -> Row | None:
    with connection.cursor(row_factory=dict_row) as cursor:
        keys = (asked["order_no"], asked["marketplace_id"], asked["filer_id"])
        found = cursor.execute(_LISTS, keys).fetchall()
    return next((one for one in found if one["number"] == asked["invt_no"]), None)


def _refusal(asked: Row, named: Row | None) -> tuple[str, str | None, str | None] | None:
    """rule, found, expected: what speaks against any withdrawal."""
    if named is None:
        return "C01", None, asked["invt_no"]
    if named["buyer_hash"] != asked["buyer_hash"]:
        return "C02", None, None
    return None


def _cancel(connection: psycopg.Connection, asked: Row, named: Row | None, *, by_id: int, now: datetime) -> Row:
    why = _refusal(asked, named)
    if why is None and named is not None:
        if named["state"] not in ("released", "held"):
            why = ("C03", named["state"], None)
        elif _returns(connection, asked["order_no"], named["list_id"]):
            why = ("C04", None, None)
    if why is not None or named is None:
        return _note(connection, asked, named, why or ("C01", None, None), by_id=by_id, now=now)
    held = reserved_for(connection, _key(asked, named))
    keys = list(held.select("account_id", "key").iter_rows())
    if named["state"] == "held":
        ledgers.release(connection, keys, now=now, why="cancelled")
    else:
        ledgers.give_back(connection, keys, now=now, why="cancelled")
    connection.execute(
        """
        INSERT INTO declarations_decision (order_no, list_id, decision_no, kind, verdict, lane, return_status, order_id,
               waybill_id, slip_ids, law_date, basis_id, by_id, at, audience, practice)
        SELECT order_no, list_id, decision_no + 1, 'decision', 'cancelled', '', '399', order_id, waybill_id, slip_ids,
               law_date, basis_id, %s, %s, audience, practice
          FROM declarations_decision WHERE order_no = %s AND list_id = %s AND decision_no = %s
        """,
        (by_id, now, asked["order_no"], named["list_id"], named["decision_no"]),
    )
    connection.execute(
        "UPDATE declarations_work SET state = 'cancelled', decision_no = decision_no + 1, changed_at = %s"
        " WHERE filer_id = %s AND cop_no = %s",
        (now, asked["filer_id"], named["list_cop_no"]),
    )
    note_due(connection, _key(asked, named))
    sums = {kind: sum(held.filter(pl.col("kind") == kind)["amount"], Decimal(0)) for kind in (PERSON_YEAR, GUARANTEE)}
    return _note(connection, asked, named, None, by_id=by_id, now=now, value=sums[PERSON_YEAR], tax=sums[GUARANTEE])


def _key(asked: Row, named: Row) -> pl.DataFrame:
    return pl.DataFrame({"order_no": [asked["order_no"]], "list_id": [named["list_id"]]})


def _returns(connection: psycopg.Connection, order_no: str, list_id: int) -> dict[int, Decimal]:
    """gnum → how much came back or is on its way back."""
    rows = connection.execute(
        """
        SELECT k.gnum, sum(k.qty) FROM (
               SELECT DISTINCT ON (id) gnums, quantities, outcome FROM declarations_withdrawn
                WHERE order_no = %s AND list_id = %s AND kind = 'import_return' ORDER BY id, step DESC) d,
               unnest(d.gnums, d.quantities) k (gnum, qty)
         WHERE d.outcome <> 'refused' GROUP BY k.gnum
        """,
        (order_no, list_id),
    ).fetchall()
    return dict(rows)


def _apply(
    connection: psycopg.Connection, asked: Row, named: Row | None, rulebook: Rulebook, *, by_id: int, now: datetime
) -> Row:
    why = _refusal(asked, named)
    if why is not None or named is None:
        return _note(connection, asked, named, why, by_id=by_id, now=now)
    before = _returns(connection, asked["order_no"], named["list_id"])
    answer = _judged(connection, asked, named, before, arrived_on=None, rulebook=rulebook)
    return _note(connection, asked, named, _first(answer), by_id=by_id, now=now, outcome="applied")


def _first(answer: retail_import.Returned) -> tuple[str, str | None, str | None] | None:
    found: tuple[Violation, ...] = answer.findings
    return (found[0].rule, found[0].found, found[0].expected) if found else None


def _judged(
    connection: psycopg.Connection,
    asked: Row,
    named: Row,
    before: dict[int, Decimal],
    *,
    arrived_on: date | None,
    rulebook: Rulebook,
) -> retail_import.Returned:
    """The engine's answer; before: what of each line came back or is on its way, without this return."""
    place = (asked["order_no"], named["list_id"])
    lines = connection.execute(
        "SELECT gnum, qty, total_price, hs_code, declared_name, unit FROM declarations_list_line"
        " WHERE order_no = %s AND list_id = %s ORDER BY gnum",
        place,
    ).fetchall()
    taxes = connection.execute(
        "SELECT list_id, gnum, tax, base, rate, amount FROM declarations_tax"
        " WHERE order_no = %s AND list_id = %s AND decision_no = 1",
        place,
    ).fetchall()
    bought = pl.DataFrame(
        [(gnum, qty, before.get(gnum, Decimal(0)), *rest) for gnum, qty, *rest in lines],
        schema=dict(retail_import.BOUGHT),
        orient="row",
    )
    released = named["released_at"] if named["state"] == "released" else None
    wanted = retail_import.Return(
        released_on=parties.china_day(released) if released else None,
        applied_on=parties.china_day(asked["app_time"]),
        arrived_on=arrived_on,
        lines=tuple(zip(asked["gnums"], asked["quantities"], strict=True)),
        # a return of before they were kept has none
        goods=dict(zip(asked["gnums"], zip(*(asked[name] for name in _GOODS), strict=True), strict=False)),
    )
    amounts = pl.DataFrame(taxes, schema=dict(frames.AMOUNTS), orient="row")
    return retail_import.judge_return(wanted, bought, named["freight"] + named["insured_fee"], amounts, rulebook)


_WAITING = """
    SELECT DISTINCT ON (d.id) d.id, d.outcome, d.step FROM declarations_withdrawn d
      JOIN declarations_withdrawal w ON w.order_no = d.order_no AND w.id = d.id
     WHERE d.order_no = %s AND w.cop_no = %s AND w.kind = 'import_return' ORDER BY d.id DESC, d.step DESC
"""


def goods_arrived(
    connection: psycopg.Connection,
    order_no: str,
    cop_no: str,
    *,
    on: date,
    rulebook: Rulebook,
    by_id: int,
    now: datetime,
) -> Row:
    """Goods of the return `cop_no` are back at their site since the day `on`: tax and the buyer's year are given back,
    or the return is refused. The caller answers and commits. Raises UnableToReturn.
    """
    hold_together(connection)
    waiting = _one(connection, _WAITING, (order_no, cop_no))
    if waiting is None or waiting["outcome"] != "applied":
        raise UnableToReturn("not_waiting", found=waiting["outcome"] if waiting else "–")
    asked = _one(connection, _ASKED, (order_no, waiting["id"]))
    assert asked is not None  # what was answered takes no change
    connection.execute(_LOCK, (order_no, asked["marketplace_id"]))
    named = _list_of(connection, asked)
    assert named is not None  # it was found when the return was applied for
    before = _returns(connection, order_no, named["list_id"])
    own = dict(zip(asked["gnums"], asked["quantities"], strict=True))
    others = {gnum: qty - own.get(gnum, Decimal(0)) for gnum, qty in before.items()}
    answer = _judged(connection, asked, named, others, arrived_on=on, rulebook=rulebook)
    if not answer.findings:
        _give_back(connection, asked, named, answer, now)
        note_due(connection, _key(asked, named))
        wake(connection)
    noted = _note(
        connection, asked, named, _first(answer), by_id=by_id, now=now, step=2, value=answer.value_back,
        tax=answer.tax_back,
    )  # fmt: skip
    return {**asked, **named, **noted}


def _give_back(
    connection: psycopg.Connection, asked: Row, named: Row, answer: retail_import.Returned, now: datetime
) -> None:
    back = {PERSON_YEAR: answer.value_back, GUARANTEE: answer.tax_back}
    held = reserved_for(connection, _key(asked, named))
    rows = [
        (f"return:{asked['id']}", account, key, back[kind], asked["arrived_at"])
        for kind, account, key in held.select("kind", "account_id", "key").iter_rows()
        if back[kind] > 0
    ]
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "part": pl.String,
        "account_id": pl.Int64,
        "key": pl.String,
        "amount": _EXACT,
        "arrived_at": _TIME,
    }
    if rows:
        ledgers.give_back_part(connection, pl.DataFrame(rows, schema=schema, orient="row"), now=now)


def _note(
    connection: psycopg.Connection,
    asked: Row,
    named: Row | None,
    why: tuple[str, str | None, str | None] | None,
    *,
    by_id: int,
    now: datetime,
    outcome: str = "done",
    step: int = 1,
    value: Decimal = Decimal(0),
    tax: Decimal = Decimal(0),
) -> Row:
    """Keep what became of it; returns outcome, rule, found, expected."""
    rule, found, expected = why or ("", None, None)
    told = {"outcome": "refused" if rule else outcome, "rule": rule, "found": found, "expected": expected}
    connection.execute(
        """
        INSERT INTO declarations_withdrawn (order_no, id, step, list_id, kind, outcome, rule, found, expected,
               value_back, tax_back, gnums, quantities, at, by_id, audience)
        VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
        """,
        (
            asked["order_no"], asked["id"], step, named["list_id"] if named else None, asked["kind"], told["outcome"],
            rule, found, expected, value, tax, asked["gnums"], asked["quantities"], now, by_id, asked["audience"],
        ),
    )  # fmt: skip
    return {**told, "value_back": value, "tax_back": tax}
