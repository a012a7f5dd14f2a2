"""Faults on purpose: which order gets which, and the change of its documents that breaks just that rule.

A fault is planted where nothing else breaks with it; where a rule cannot fail alone, `also` names what fails with it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

import polars as pl

from entrepot.project.practice.derive import EXACT, draws
from entrepot.project.practice.firms import SELLERS
from entrepot.rulebook import Figures, Rulebook

Place = Literal["orders", "waybills", "slips", "lists"]
Frames = tuple[pl.DataFrame, pl.DataFrame]  # heads, lines (no rows where a document has none)
Change = Callable[[pl.DataFrame, pl.DataFrame, pl.Expr], Frames]
PLAN: dict[str, pl.DataType | type[pl.DataType]] = {
    "order_no": pl.String,
    "marketplace_code": pl.String,
    "rule": pl.String,
    "where": pl.String,
    "outcome": pl.String,
    "also": pl.List(pl.String),
}
_KEY = ["order_no", "marketplace_code"]
_PLACE = ["message_no", "document_no"]
_FIRST, _SECOND = SELLERS[:2]
_A_LIST = 100  # lines a list holds; only F21 asks for more


@dataclass(frozen=True)
class Fault:
    """One kind of fault: where it is planted, how, what must fail with it, and of which reference kind it asks."""

    places: Mapping[Place, Change]
    also: tuple[str, ...] = ()
    edition: str = ""  # a code it lacks is refused only if the edition is complete, else not checked
    lines: tuple[int, int] = (1, _A_LIST)  # of the orders that can bear it


# Rules with nothing to plant, and why.
UNPLANTED = {
    "E07": "planted while slips are required",
    "F04": "a list without lines is refused by the message table before it is stored",
    "F19": "a parked list is stored and never judged",
    "F20": "a number beyond N19,5 fits no column of the database",
    "S01": "selection refuses nothing",
}
# Faults that a list which travels as a message cannot have: the message table refuses it before the engine looks.
REFUSED_AS_MESSAGE = frozenset({"F05", "F12", "F21", "F22"})


def rules_looking(rulebook: Rulebook, figures: Figures) -> frozenset[str]:
    """The rules that look at lists under these figures and can be planted."""
    on = {code for code, rule in rulebook.rules.items() if rule.on and code in FAULTS}
    return frozenset(on if figures.yes("slip_required") else on - {"E07"})


def plan_faults(
    orders: pl.DataFrame,
    rate: Decimal,
    seed: int,
    rules: Collection[str],
    complete: Collection[str] = (),
) -> pl.DataFrame:
    """PLAN: the share `rate` of the orders (order_no, marketplace_code, line_count), one fault each, the kinds in turn.

    rules: see `rules_looking`; complete: kinds of reference editions that are complete. A fault that is planted in
    several places has a row for each. Orders too long or too short for a kind are passed over. Raises ValueError for a
    rate outside 0 to 1.
    """
    if not 0 <= rate <= 1:
        raise ValueError(f"expected a rate from 0 to 1, found {rate}; 2 in a hundred is 0.02")
    kinds = [code for code in sorted(FAULTS) if code in rules]
    wanted = int((orders.height * rate).quantize(Decimal(1), ROUND_HALF_UP))
    keys = [f"{row[1]}\x1f{row[0]}" for row in orders.select(_KEY).iter_rows()]
    drawn = orders.select(*_KEY, "line_count").with_columns(draws(keys, seed, "faults")).sort("draw", *_KEY)
    rows: list[dict[str, object]] = []
    for order_no, marketplace_code, code in _dealt(drawn, kinds, wanted):
        fault = FAULTS[code]
        outcome = "not_checked" if fault.edition and fault.edition not in complete else "failed"
        rows += [
            {"order_no": order_no, "marketplace_code": marketplace_code, "rule": code, "where": where,
             "outcome": outcome, "also": list(fault.also)}
            for where in fault.places
        ]  # fmt: skip
    return pl.DataFrame(rows, schema=PLAN)


def _dealt(drawn: pl.DataFrame, kinds: list[str], wanted: int) -> list[tuple[str, str, str]]:
    """Orders in their drawn order, each given to the kind it can bear that has most still to get."""
    left = {code: wanted // len(kinds) + (place < wanted % len(kinds)) for place, code in enumerate(kinds)}
    dealt: list[tuple[str, str, str]] = []
    for order_no, marketplace_code, lines in drawn.select(*_KEY, "line_count").iter_rows():
        able = [code for code in kinds if left[code] and FAULTS[code].lines[0] <= lines <= FAULTS[code].lines[1]]
        if able:
            choice = max(able, key=lambda code: left[code])
            left[choice] -= 1
            dealt.append((order_no, marketplace_code, choice))
    return dealt


def plant(place: Place, heads: pl.DataFrame, lines: pl.DataFrame, plan: pl.DataFrame) -> Frames:
    """The documents with the faults of `plan` that belong to this place; the others as they were.

    heads: decoded frames with order_no and marketplace_code; lines: with message_no, document_no. Give the changed
    documents a new identity afterwards (practice.identity). Documents that a fault adds come last.
    """
    mine = plan.filter(pl.col("where") == place)
    for code in mine["rule"].unique(maintain_order=True):
        keys = mine.filter(pl.col("rule") == code).select(_KEY)
        marked = heads.join(keys.with_columns(_hit=pl.lit(value=True)), on=_KEY, how="left", maintain_order="left")
        marked = marked.with_columns(pl.col("_hit").fill_null(value=False))
        untouched = heads.join(plan.select(_KEY), on=_KEY, how="anti").select(_PLACE)
        marked = marked.join(
            untouched.with_columns(_clean=pl.lit(value=True)), on=_PLACE, how="left", maintain_order="left"
        ).with_columns(pl.col("_clean").fill_null(value=False))
        changed, lines = FAULTS[code].places[place](marked, lines, pl.col("_hit"))
        heads = changed.drop("_hit", "_clean")
    return heads, lines


# ---- changes of heads ------------------------------------------------------------------------------------------------


def _head(**columns: pl.Expr) -> Change:
    """Columns of the heads that are hit."""

    def change(heads: pl.DataFrame, lines: pl.DataFrame, hit: pl.Expr) -> Frames:
        return heads.with_columns(
            pl.when(hit).then(value).otherwise(pl.col(name)).alias(name) for name, value in columns.items()
        ), lines

    return change


def _first_line(**columns: pl.Expr) -> Change:
    """Columns of the first line of the documents that are hit."""

    def change(heads: pl.DataFrame, lines: pl.DataFrame, hit: pl.Expr) -> Frames:
        marked = _first_lines(heads, lines, hit)
        return heads, marked.with_columns(
            pl.when("_first").then(value).otherwise(pl.col(name)).alias(name) for name, value in columns.items()
        ).drop("_first")

    return change


def _first_lines(heads: pl.DataFrame, lines: pl.DataFrame, hit: pl.Expr) -> pl.DataFrame:
    """Lines with _first: whether the line is the dearest, then first, of a document that is hit."""
    keys = heads.filter(hit).select(_PLACE)
    first = (
        lines.join(keys, on=_PLACE, how="semi")
        .sort("total_price", "gnum", descending=[True, False])
        .unique(_PLACE, keep="first", maintain_order=True)
        .select(*_PLACE, "gnum", _first=pl.lit(value=True))
    )
    return lines.join(first, on=[*_PLACE, "gnum"], how="left", maintain_order="left").with_columns(
        pl.col("_first").fill_null(value=False)
    )


def _amount(value: str) -> pl.Expr:
    return pl.lit(Decimal(value), dtype=EXACT)


def _mistyped_price(heads: pl.DataFrame, lines: pl.DataFrame, hit: pl.Expr) -> Frames:
    """A list whose first line has two figures of its price the other way round: 24.00 as 42.00, 6.29 as 2.69."""
    marked = _first_lines(heads, lines, hit)
    small = pl.col("price") < 10
    step = pl.when(small).then(_amount("0.1")).otherwise(_amount("1"))
    figures = (pl.col("price") / step).floor().cast(pl.Int64) % 100
    last, before = figures % 10, figures // 10
    slip = pl.when(last == before).then(9).otherwise(9 * (last - before)).cast(EXACT) * step
    price, total = pl.col("price") + slip, pl.col("total_price") + pl.col("qty") * slip
    return heads, marked.with_columns(
        price=pl.when("_first").then(price).otherwise("price"),
        total_price=pl.when("_first").then(total).otherwise("total_price"),
    ).drop("_first")


def _dearer_line(heads: pl.DataFrame, lines: pl.DataFrame, hit: pl.Expr) -> Frames:
    """An order whose first line, and with it the goods value, is one more than quantity times price."""
    marked = _first_lines(heads, lines, hit)
    more = pl.col("total_price") + _amount("1")
    lines = marked.with_columns(total_price=pl.when("_first").then(more).otherwise("total_price")).drop("_first")
    return _head(goods_value=pl.col("goods_value") + _amount("1"))(heads, lines, hit)


def _negative_line(heads: pl.DataFrame, lines: pl.DataFrame, hit: pl.Expr) -> Frames:
    """An order with a line at a negative price, and a goods value that goes with it."""
    marked = _first_lines(heads, lines, hit)
    twice = marked.filter("_first").select(*_PLACE, _off=pl.col("total_price") * 2)
    lines = marked.with_columns(
        pl.when("_first").then(-pl.col(name)).otherwise(pl.col(name)).alias(name) for name in ("price", "total_price")
    ).drop("_first")
    met = heads.join(twice, on=_PLACE, how="left", maintain_order="left")
    value = pl.col("goods_value") - pl.col("_off").fill_null(_amount("0"))
    return met.with_columns(goods_value=value).drop("_off"), lines


def _other_currency(heads: pl.DataFrame, lines: pl.DataFrame, hit: pl.Expr) -> Frames:
    """An order whose lines have another currency than its head."""
    keys = heads.filter(hit).select(*_PLACE, _hit=pl.lit(value=True))
    marked = lines.join(keys, on=_PLACE, how="left", maintain_order="left")
    other = pl.when(pl.col("currency") == "502").then(pl.lit("303")).otherwise(pl.lit("502"))
    changed = marked.with_columns(currency=pl.when("_hit").then(other).otherwise("currency"))
    return heads, changed.drop("_hit")


def _times(frame: pl.DataFrame) -> list[str]:
    """Columns that say who came first; arrived_at where the caller sets it."""
    return [name for name in ("app_time", "arrived_at") if name in frame.columns]


def _parcel_of_another(heads: pl.DataFrame, lines: pl.DataFrame, hit: pl.Expr) -> Frames:
    """A list on the waybill, and with the weight, of a sound list of another order of the same seller before it.

    Where none came before it, it takes one that came after it and comes a second later still.
    """
    times = _times(heads)
    names = ("waybill_no", "carrier_code", "carrier_name", "gross_weight_kg", "pack_no", *times)
    sound = pl.col("_clean") & (pl.len().over(_KEY) == 1)
    told = [pl.when(sound).then(pl.col(name)) for name in names]
    met = heads.with_row_index("_row").sort("app_time", "_row")
    met = met.with_columns(
        *(value.forward_fill().over("seller_code").alias(f"_{name}") for name, value in zip(names, told, strict=True)),
        *(
            value.backward_fill().over("seller_code").alias(f"_{name}_")
            for name, value in zip(names, told, strict=True)
        ),
    ).with_columns(_overtaken=hit & pl.col("_waybill_no").is_null())
    met = met.with_columns(
        pl.when(hit).then(pl.coalesce(f"_{name}", f"_{name}_")).otherwise(pl.col(name)).alias(name)
        for name in names
        if name not in times
    ).with_columns(
        *(
            pl.when("_overtaken").then(pl.col(f"_{name}_") + pl.duration(seconds=1)).otherwise(pl.col(name)).alias(name)
            for name in times
        ),
        net_weight_kg=pl.when(hit)
        .then(pl.min_horizontal("net_weight_kg", "gross_weight_kg"))
        .otherwise("net_weight_kg"),
    )
    return met.sort("_overtaken", "_row").select(heads.columns), lines


def _declared_twice(heads: pl.DataFrame, lines: pl.DataFrame, hit: pl.Expr) -> Frames:
    """A second list of the same lines, under another number, a second later and behind all others."""
    copies = heads.filter(hit).with_columns(
        *(pl.col(name) + pl.duration(seconds=1) for name in _times(heads)),
        cop_no=pl.col("cop_no").str.slice(0, 28) + pl.lit("-D"),
        _hit=pl.lit(value=False),
    )
    last = int(heads.select(pl.col("message_no").max()).item() or 0) + 1
    places = copies.select(*_PLACE).with_columns(
        _message_no=pl.lit(last, dtype=pl.Int64), _document_no=pl.int_range(1, pl.len() + 1, dtype=pl.Int32)
    )
    new = {"message_no": "_message_no", "document_no": "_document_no"}
    moved_heads = copies.join(places, on=_PLACE, maintain_order="left").with_columns(
        **{name: pl.col(source) for name, source in new.items()}
    )
    moved_lines = lines.join(places, on=_PLACE, maintain_order="left").with_columns(
        **{name: pl.col(source) for name, source in new.items()}
    )
    return (
        pl.concat([heads, moved_heads.select(heads.columns)]),
        pl.concat([lines, moved_lines.select(lines.columns)]),
    )


def _one_long_list(heads: pl.DataFrame, lines: pl.DataFrame, hit: pl.Expr) -> Frames:
    """The two lists of a long order in one."""
    parts = heads.filter(hit).sort(*_KEY, "document_no")
    first = parts.unique(_KEY, keep="first", maintain_order=True)
    sums = ("gross_weight_kg", "net_weight_kg", "freight", "insured_fee", "line_count")
    whole = parts.group_by(_KEY).agg(*(pl.col(name).sum().alias(f"_{name}") for name in sums))
    merged = first.join(whole, on=_KEY, maintain_order="left").with_columns(
        pl.col(f"_{name}").cast(heads.schema[name]).alias(name) for name in sums
    )
    to = parts.select(*_KEY, *_PLACE).join(
        first.select(*_KEY, _message_no="message_no", _document_no="document_no"), on=_KEY
    )
    moved = lines.join(to.drop(_KEY), on=_PLACE, how="left", maintain_order="left").with_columns(
        message_no=pl.coalesce("_message_no", "message_no"), document_no=pl.coalesce("_document_no", "document_no")
    )
    kept = pl.concat([heads.filter(~hit), merged.select(heads.columns)]).sort(_PLACE)
    return kept, moved.select(lines.columns)


def _another_seller() -> dict[str, pl.Expr]:
    mine = pl.col("seller_code") == _FIRST.customs_code
    return {
        "seller_code": pl.when(mine).then(pl.lit(_SECOND.customs_code)).otherwise(pl.lit(_FIRST.customs_code)),
        "seller_name": pl.when(mine).then(pl.lit(_SECOND.filed_name)).otherwise(pl.lit(_FIRST.filed_name)),
    }


_NOBODY = pl.lit(None, dtype=pl.String)
_OTHER_UNIT = pl.when(pl.col("unit") == "035").then(pl.lit("036")).otherwise(pl.lit("035"))

FAULTS: dict[str, Fault] = {
    # the waybill names nobody, so that only the order's seller differs
    "E01": Fault(
        {
            "waybills": _head(seller_code=_NOBODY, seller_name=_NOBODY),
            "lists": _head(**_another_seller()),
        }
    ),
    "E02": Fault({"lists": _parcel_of_another}),
    "E03": Fault({"waybills": _head(**_another_seller())}),
    # a price that was typed wrong is multiplied, so that the sum differs as well
    "E04": Fault({"lists": _mistyped_price}, also=("E05",)),
    "E05": Fault({"orders": _head(goods_value=pl.col("goods_value") + _amount("1"))}),
    "E06": Fault({"lists": _head(gross_weight_kg=pl.col("gross_weight_kg") + _amount("0.1"))}),
    "E07": Fault({"slips": _head(charge=pl.col("charge") + _amount("1"))}),
    "E10": Fault({"lists": _head(statistics_flag=pl.lit("A"), licence_no=pl.lit("PX-LICENCE-1"))}),
    "F01": Fault({"lists": _head(gross_weight_kg=_amount("0"))}, also=("E06", "F03")),
    "F02": Fault({"lists": _head(net_weight_kg=_amount("0"))}),
    "F03": Fault({"lists": _head(net_weight_kg=pl.col("gross_weight_kg") + _amount("0.1"))}),
    "F05": Fault({"lists": _first_line(gnum=pl.lit(0, dtype=pl.Int32))}, also=("E04",)),
    "F06": Fault({"lists": _first_line(unit1=_OTHER_UNIT, qty1=_amount("0"))}),
    "F07": Fault({"orders": _negative_line}),
    "F08": Fault({"orders": _dearer_line}),
    "F09": Fault({"lists": _first_line(unit1=pl.col("unit"), qty1=pl.col("qty") + _amount("1"))}),
    "F10": Fault({"lists": _first_line(unit2=pl.lit("035"), qty2=pl.lit(None, dtype=EXACT))}),
    "F11": Fault({"lists": _head(trade_mode=pl.lit("9710"))}),
    "F12": Fault({"lists": _head(ie_flag=pl.lit("I"))}),
    "F13": Fault({"orders": _other_currency}),
    "F14": Fault({"lists": _head(freight_currency=pl.lit("998"))}, edition="currencies"),
    "F15": Fault({"lists": _first_line(unit2=pl.lit("998"), qty2=_amount("1"))}, edition="units"),
    "F16": Fault({"lists": _head(country=pl.lit("998"))}, edition="countries"),
    "F17": Fault({"lists": _first_line(hs_code=pl.lit("9899999999"))}, edition="hs_codes"),
    "F18": Fault({"lists": _head(app_time=pl.col("app_time") - pl.duration(hours=80))}),
    "F21": Fault({"lists": _one_long_list}, lines=(_A_LIST + 1, 2 * _A_LIST)),
    "F22": Fault({"lists": _head(statistics_flag=pl.lit("C"))}),
    "M17": Fault({"lists": _declared_twice}),
}
