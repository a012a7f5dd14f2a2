"""Faults of import on purpose: which set gets which, and the change of its documents that breaks that rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

import polars as pl

from entrepot.project.practice.derive import draws
from entrepot.project.practice.firms import BROKER, SELLERS
from entrepot.project.practice.import_sets import ImportSets
from entrepot.project.practice.sets import EXACT

_SET = ["message_no", "document_no"]
_ONE, _CENT = Decimal(1), Decimal("0.01")
_DEAR = Decimal(6000)  # above the limit of one transaction, whatever the goods
_NOBODY = "练习另一人"

Columns = Mapping[str, pl.Expr]


@dataclass(frozen=True)
class Fault:
    """A change of columns of the heads of a set's documents (by frame of ImportSets) and of the first line of its list.

    copied: the list is sent twice, the second time under another number; unsigned: its message bears no signature.
    """

    heads: Mapping[str, Columns] = field(default_factory=dict)
    line: Columns = field(default_factory=dict)
    copied: bool = False
    unsigned: bool = False


def _more(column: str, by: Decimal) -> pl.Expr:
    return pl.col(column) + pl.lit(by, EXACT)


def _exact(value: Decimal) -> pl.Expr:
    return pl.lit(value, EXACT)


def _wrong_last() -> pl.Expr:
    """A last character that is not the right one."""
    last = pl.col("buyer_id_number").str.slice(17)
    return pl.when(last == "1").then(pl.lit("2")).otherwise(pl.lit("1"))


_OF_FIRST = pl.col("seller_code") == SELLERS[0].customs_code
_OTHER_SELLER = pl.when(_OF_FIRST).then(pl.lit(SELLERS[1].customs_code)).otherwise(pl.lit(SELLERS[0].customs_code))
_PAID_MORE: Columns = {"actual_paid": _more("actual_paid", _ONE)}
_PAYMENT_MORE: Columns = {"amount_paid": _more("amount_paid", _ONE)}
FAULTS: dict[str, Fault] = {
    "M01": Fault({"waybills": {"order_no": pl.col("order_no") + "-X"}}),
    "M02": Fault({"orders": {"seller_code": _OTHER_SELLER}}),
    "M03": Fault({
        "lists": {"waybill_no": pl.col("waybill_no").first(), "carrier_code": pl.col("carrier_code").first()}
    }),
    "M04": Fault({"payments": {"pay_transaction_no": pl.col("pay_transaction_no") + "X"}}),
    "M05": Fault({"orders": _PAID_MORE, "payments": _PAYMENT_MORE}),
    "M06": Fault({"payments": {"amount_paid": _more("amount_paid", _CENT)}}),
    "M07": Fault({"lists": {"buyer_name": pl.lit(_NOBODY)}}),
    "M08": Fault({"payments": {"payer_name": pl.lit(_NOBODY)}}),
    "M09": Fault({"waybills": {"consignee": pl.lit(_NOBODY)}}),
    "M10": Fault({"lists": {"consignee_address": pl.lit("练习省练习市练习区别处1号")}}),
    "M11": Fault(line={"declared_name": pl.lit("练习别物")}),
    "M12": Fault({"orders": {"goods_value": _more("goods_value", _ONE), **_PAID_MORE}, "payments": _PAYMENT_MORE}),
    "M13": Fault({"lists": {"freight": _more("freight", _ONE)}}),
    "M14": Fault({"lists": {"gross_weight_kg": _more("gross_weight_kg", Decimal("0.5"))}}),
    "M15": Fault({
        "orders": {"freight": _exact(_DEAR), "actual_paid": pl.col("actual_paid") - pl.col("freight") + _exact(_DEAR)},
        "payments": {"amount_paid": _exact(_DEAR)},
        "waybills": {"freight": _exact(_DEAR)},
        "lists": {"freight": _exact(_DEAR)},
    }),
    "M16": Fault(line={"hs_code": pl.lit("9899999999")}),
    "M17": Fault(copied=True),
    "M19": Fault({"lists": {"assure_code": pl.col("carrier_code")}}),
    "M20": Fault(unsigned=True),
    "T01": Fault({"orders": {"tax_total": _more("tax_total", _ONE), **_PAID_MORE}, "payments": _PAYMENT_MORE}),
    "F01": Fault({"lists": {"gross_weight_kg": _exact(Decimal(0))}}),
    "F02": Fault({"lists": {"net_weight_kg": _exact(Decimal(0))}}),
    "F03": Fault({"lists": {"net_weight_kg": _more("gross_weight_kg", Decimal("0.1"))}}),
    "F10": Fault(line={"unit2": pl.lit("035"), "qty2": pl.lit(None, EXACT)}),
    "F11": Fault({"lists": {"trade_mode": pl.lit("1210")}}),
    "F15": Fault(line={"unit2": pl.lit("998"), "qty2": _exact(_ONE)}),
    "F16": Fault({"lists": {"country": pl.lit("998")}}),
    "F18": Fault({"lists": {"app_time": pl.col("app_time") - pl.duration(hours=80)}}),
    "F23": Fault({"lists": {"assure_code": pl.lit(BROKER.customs_code)}}),
    "F24": Fault({"lists": {"bill_no": pl.lit(None, pl.String)}}),
    "F25": Fault({"lists": {"buyer_id_number": pl.col("buyer_id_number").str.slice(0, 17) + _wrong_last()}}),
}  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """Sets with faults. plan: order_no, rule; unsigned: lists (rows of `sets.lists`) that go unsigned."""

    sets: ImportSets
    unsigned: ImportSets
    plan: pl.DataFrame


def plant(sets: ImportSets, rate: Decimal, seed: int, rules: Sequence[str] = tuple(FAULTS)) -> Planted:
    """The share `rate` of the sets has one fault each, the kinds in turn; the others are as they were."""
    wanted = int((sets.orders.height * rate).quantize(_ONE, ROUND_HALF_UP))
    numbers = sets.orders["order_no"]
    # the first set lends its waybill and is left clean
    drawn = pl.DataFrame({"order_no": numbers[1:], "draw": draws(numbers[1:].to_list(), seed, "import faults")})
    hit = drawn.sort("draw", "order_no").head(wanted)["order_no"]
    plan = pl.DataFrame({"order_no": hit, "rule": [rules[place % len(rules)] for place in range(hit.len())]})
    for rule in plan["rule"].unique(maintain_order=True):
        sets = _changed(sets, FAULTS[rule], plan.filter(pl.col("rule") == rule)["order_no"])
    unsigned = plan.filter(pl.col("rule").is_in([rule for rule in rules if FAULTS[rule].unsigned]))["order_no"]
    bare = pl.col("order_no").is_in(unsigned.implode())
    return Planted(replace(sets, lists=sets.lists.filter(~bare)), replace(sets, lists=sets.lists.filter(bare)), plan)


def _changed(sets: ImportSets, fault: Fault, orders: pl.Series) -> ImportSets:
    of_order = {name: getattr(sets, name) for name in ("orders", "payments", "waybills", "lists")}
    for name, columns in fault.heads.items():
        hit = pl.col("order_no").is_in(orders.implode())
        of_order[name] = of_order[name].with_columns(
            pl.when(hit).then(value).otherwise(pl.col(column)).alias(column) for column, value in columns.items()
        )
    lines = sets.list_lines
    places = sets.lists.filter(pl.col("order_no").is_in(orders.implode())).select(_SET)
    if fault.line:
        hits = places.with_columns(_hit=pl.col("document_no") > 0)
        marked = lines.join(hits, on=_SET, how="left", maintain_order="left")
        first = pl.col("_hit").fill_null(value=False) & (pl.col("gnum") == 1)
        lines = marked.with_columns(
            pl.when(first).then(value).otherwise(pl.col(column)).alias(column) for column, value in fault.line.items()
        ).drop("_hit")
    if fault.copied:
        of_order["lists"], lines = _with_copies(of_order["lists"], lines, places)
    return replace(sets, **of_order, list_lines=lines)


def _with_copies(lists: pl.DataFrame, lines: pl.DataFrame, places: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Second lists of the same orders, a second later and behind all others."""
    last = int(lists.select(pl.col("message_no").max()).item()) + 1
    to = places.with_columns(_message=pl.lit(last, pl.Int64), _document=pl.int_range(1, pl.len() + 1, dtype=pl.Int32))
    moved = [
        frame.join(to, on=_SET, maintain_order="left")
        .with_columns(message_no="_message", document_no="_document")
        .drop("_message", "_document")
        for frame in (lists, lines)
    ]
    heads = moved[0].with_columns(
        cop_no=pl.lit("D") + pl.col("cop_no").str.slice(-19), app_time=pl.col("app_time") + pl.duration(seconds=1)
    )
    return pl.concat([lists, heads.select(lists.columns)]), pl.concat([lines, moved[1].select(lines.columns)])
