"""Sets of retail import in which everything agrees, in the frames of the engine; and one fault of each kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

import polars as pl

from entrepot.engines.clearance import Edition, References
from entrepot.engines.clearance.editions import IMPORT_RATES, POSITIVE_LIST
from entrepot.engines.clearance.frames import EXACT, TIME, WAYBILL_USES, Schema
from entrepot.engines.retail_import import Batch, frames

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # 20:00 in China
ARRIVED = NOW - timedelta(hours=1)
SUBMITTED = ARRIVED - timedelta(minutes=5)
MARKETPLACE, CARRIER, BROKER = "3301999901", "3301999931", "3301999001"
SHARE = Decimal("0.70")
LIST, ORDER, WAYBILL, PAYMENT = 10**6, 2 * 10**6, 3 * 10**6, 4 * 10**6  # the first id of each
# HS code → VAT, consumption tax, duty; one of each composite rate
GOODS: Mapping[str, tuple[str, str, str]] = {
    "6912001000": ("0.13", "0", "0.07"),
    "0402210000": ("0.09", "0", "0.1"),
    "2204210000": ("0.13", "0.15", "0.14"),
}
_CODES = tuple(GOODS)
_PRICES = ("120.50", "0.99", "333.33333", "19.9")


def tax_of(lines: list[dict[str, Any]], charges: Decimal, *, in_full: bool = False) -> Decimal:
    """The tax of a list worked out line by line in plain decimals: what the engine must find."""
    goods = sum((line["total_price"] for line in lines), Decimal(0))
    values = [_round(line["total_price"] * charges / goods) if goods else Decimal(0) for line in lines]
    dearest = max(range(len(lines)), key=lambda at: (lines[at]["total_price"], -at))
    values[dearest] += charges - sum(values)
    sums = [Decimal(0)] * 3
    for line, part in zip(lines, values, strict=True):
        for kind, amount in enumerate(_taxes(line["hs_code"], line["total_price"] + part, in_full=in_full)):
            sums[kind] += amount
    return sum((kind.quantize(Decimal("0.01"), ROUND_HALF_UP) for kind in sums), Decimal(0))


def _taxes(hs_code: str, value: Decimal, *, in_full: bool) -> tuple[Decimal, Decimal, Decimal]:
    vat, ct, duty = map(Decimal, GOODS[hs_code])
    share = Decimal(1) if in_full else SHARE
    levied = _round(value * duty) if in_full else Decimal(0)
    gross = _round((value + levied) / (1 - ct))
    sold = value + levied + _round(gross * ct)
    return levied, _round(gross * ct * share), _round(sold * vat * share)


def _round(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.00001"), ROUND_HALF_UP)


def batch_of(
    n: int,
    *,
    lines: int = 0,
    submitted: datetime = SUBMITTED,
    arrived: datetime = ARRIVED,
    **cells: Any,  # noqa: ANN401
) -> Batch:
    """`n` lists, each of its own order with `lines` lines (0: 1, 2 or 3 in turn), in which every check passes.

    cells: qty, price or hs_code of every line; freight, insured_fee or discount of every set. What follows from them
    agrees.
    """
    sets = [_set(k, lines or 1 + k % 3, {"app_time": submitted, "arrived_at": arrived, **cells}) for k in range(n)]
    heads = [head for head, _ in sets]
    rows = [line for _, of_list in sets for line in of_list]
    return Batch(
        lists=_frame(heads, frames.LISTS),
        list_lines=_frame(rows, frames.LIST_LINES),
        orders=_frame([{**head, "freight": head["order_freight"]} for head in heads], frames.ORDERS),
        order_lines=_frame(rows, frames.ORDER_LINES),
        payments=_frame(heads, frames.PAYMENTS),
        waybills=_frame(heads, frames.WAYBILLS),
    )


def _frame(rows: list[dict[str, Any]], schema: Schema) -> pl.DataFrame:
    return pl.DataFrame([{name: row[name] for name in schema} for row in rows], schema=dict(schema))


def _set(k: int, count: int, cells: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    lines = [_line(k, gnum, cells) for gnum in range(1, count + 1)]
    freight, fee, discount = (
        Decimal(cells.get(name, plain)) for name, plain in (("freight", "8"), ("insured_fee", "1.5"), ("discount", "2"))
    )
    goods = sum((line["total_price"] for line in lines), Decimal(0))
    tax = tax_of(lines, freight + fee, in_full=count == 1 and lines[0]["qty"] == 1 and goods + freight + fee > 5000)
    paid = goods + freight + fee + tax - discount
    head = {
        **_keys(k), **_people(k % 5), "app_time": cells["app_time"], "arrived_at": cells["arrived_at"],
        "app_status": "2", "deleted": False, "ie_flag": "I", "trade_mode": "9610", "traf_no": "CA984",
        "voyage_no": "984", "bill_no": "99900000010", "country": "502", "currency": "142", "freight": freight,
        "insured_fee": fee, "order_freight": freight + fee, "pack_no": 1, "gross_weight_kg": Decimal("1.25"),
        "net_weight_kg": Decimal("1.1"), "person_valid": True, "signature_valid": True, "goods_value": goods,
        "discount": discount, "tax_total": tax, "actual_paid": paid, "amount_paid": paid, "line_count": count,
    }  # fmt: skip
    return head, lines


def _keys(k: int) -> dict[str, Any]:
    return {
        "list_id": LIST + k, "order_id": ORDER + k, "waybill_id": WAYBILL + k, "payment_id": PAYMENT + k,
        "order_no": f"ORDER-{k}", "marketplace_id": 11, "seller_id": 21 + k % 7, "carrier_id": 31,
        "cop_no": f"COP-{k}", "agent_code": BROKER, "marketplace_code": MARKETPLACE,
        "seller_code": f"33019990{10 + k % 7}", "carrier_code": CARRIER, "assure_code": MARKETPLACE,
        "waybill_no": f"WB-{k}", "pay_code": "3301999941", "pay_transaction_no": f"PAY-{k}",
    }  # fmt: skip


def _people(person: int) -> dict[str, Any]:
    whole = f"whole-{person:027d}"[:32]
    return {
        "buyer_id_type": "1", "buyer_hash": whole, "payer_hash": whole, "person_hash": f"person-{person:025d}",
        "consignee_hash": f"name-{person}", "consignee_telephone_hash": f"telephone-{person}",
        "consignee_address_hash": f"address-{person}",
    }  # fmt: skip


def _line(k: int, gnum: int, cells: dict[str, Any]) -> dict[str, Any]:
    qty = Decimal(cells.get("qty", 1 + (k + gnum) % 3))
    price = Decimal(cells.get("price", _PRICES[(k + gnum) % len(_PRICES)]))
    name = f"练习商品{gnum}"
    return {
        "list_id": LIST + k, "order_id": ORDER + k, "gnum": gnum, "item_no": f"SKU-{gnum}", "declared_name": name,
        "item_name": name, "hs_code": cells.get("hs_code", _CODES[(k + gnum) % len(_CODES)]), "country": "502",
        "currency": "142", "qty": qty, "qty1": qty, "qty2": None, "unit": "011", "unit1": "011", "unit2": None,
        "price": price, "total_price": qty * price,
    }  # fmt: skip


def with_cell(batch: Batch, frame: str, key: Mapping[str, Any], **cells: Any) -> Batch:  # noqa: ANN401
    """The batch with other values in the rows of `frame` that have these keys."""
    old = getattr(batch, frame)
    here = pl.all_horizontal(pl.lit(value=True), *(pl.col(name) == value for name, value in key.items()))
    new = [
        pl.when(here).then(pl.lit(value, dtype=old.schema[name])).otherwise(pl.col(name)).alias(name)
        for name, value in cells.items()
    ]
    return replace(batch, **{frame: old.with_columns(new)})


def without(batch: Batch, frame: str, **key: Any) -> Batch:  # noqa: ANN401
    """The batch without the rows of `frame` that have these keys."""
    here = pl.all_horizontal(pl.lit(value=True), *(pl.col(name) == value for name, value in key.items()))
    return replace(batch, **{frame: getattr(batch, frame).filter(~here)})


def edition(kind: str, rows: pl.DataFrame, *, complete: bool = True) -> Edition:
    """An edition of a kind with these rows."""
    return Edition(kind, "test 2026", "made for this test", "00", rows, complete)


@cache
def references() -> References:
    """Small complete editions that know every code of `batch_of`."""
    rates = [[code[:4], *map(Decimal, found), None, None] for code, found in GOODS.items()]
    listed = [[code[:8], date(2010, 1, 1), None, None] for code in GOODS]
    return References(
        {
            "units": edition("units", pl.DataFrame({"code": ["007", "011", "035"]})),
            "countries": edition("countries", pl.DataFrame({"code": ["502", "303"]})),
            "hs_codes": edition("hs_codes", pl.DataFrame({"code": list(GOODS)})),
            "positive_list": edition("positive_list", pl.DataFrame(listed, schema=dict(POSITIVE_LIST), orient="row")),
            "import_rates": edition("import_rates", pl.DataFrame(rates, schema=dict(IMPORT_RATES), orient="row")),
        }
    )


# ---- faults ----------------------------------------------------------------------------------------------------------

Change = Callable[[Batch, int], Batch]  # the batch with the set of that number spoiled


@dataclass(frozen=True)
class Fault:
    """One way to spoil a set. rule: the only one that fails for it."""

    rule: str
    change: Change


def _cell(frame: str, **cells: Any) -> Change:  # noqa: ANN401
    """Other values in the rows of the set; in lines, in its first."""

    def change(batch: Batch, k: int) -> Batch:
        ids = {"lists": "list_id", "orders": "order_id", "waybills": "waybill_id", "payments": "payment_id"}
        if frame in ids:
            key = {ids[frame]: {"lists": LIST, "orders": ORDER, "waybills": WAYBILL, "payments": PAYMENT}[frame] + k}
        else:
            key = {"list_id": LIST + k, "gnum": 1} if frame == "list_lines" else {"order_id": ORDER + k, "gnum": 1}
        return with_cell(batch, frame, key, **cells)

    return change


def _all_of(*changes: Change) -> Change:
    def change(batch: Batch, k: int) -> Batch:
        for each in changes:
            batch = each(batch, k)
        return batch

    return change


def _gone(frame: str, first: int) -> Change:
    """The document never came, and the list has waited long enough."""

    def change(batch: Batch, k: int) -> Batch:
        batch = without(batch, frame, **{f"{frame[:-1]}_id": first + k})
        if frame != "payments":
            batch = _cell("lists", **{f"{frame[:-1]}_id": None})(batch, k)
        return _cell("lists", arrived_at=ARRIVED - timedelta(hours=25), app_time=SUBMITTED - timedelta(hours=25))(
            batch, k
        )

    return change


def _lines_short(batch: Batch, k: int) -> Batch:
    """The order has one line more, of no value."""
    row = batch.order_lines.filter(order_id=ORDER + k, gnum=1)
    zero = [pl.lit(Decimal(0), dtype=EXACT).alias(name) for name in ("price", "total_price")]
    more = row.with_columns(*zero, gnum=pl.lit(9, dtype=pl.Int32))
    count = batch.orders.filter(order_id=ORDER + k)["line_count"][0] + 1
    longer = replace(batch, order_lines=pl.concat([batch.order_lines, more]))
    return _cell("orders", line_count=count)(longer, k)


def _twice(batch: Batch, k: int) -> Batch:
    """Another list of the order came first."""
    mine = batch.lists.filter(list_id=LIST + k)
    other = mine.with_columns(list_id=pl.lit(1, dtype=pl.Int64), cop_no=pl.lit("FIRST"), state=pl.lit("released"))
    return replace(batch, siblings=pl.concat([batch.siblings, other.select(*frames.SIBLINGS)]))


def _off_the_list(batch: Batch, k: int) -> Batch:
    """A code of the same heading, so at the same rates, that neither tariff nor positive list has."""
    code = batch.list_lines.filter(list_id=LIST + k, gnum=1)["hs_code"][0]
    return _cell("list_lines", hs_code=f"{code[:4]}999999")(batch, k)


def _used_before(batch: Batch, k: int) -> Batch:
    """A list of another order used the waybill a month before."""
    mine = batch.lists.filter(list_id=LIST + k)
    earlier = pl.lit(ARRIVED - timedelta(days=30), dtype=TIME)
    other = mine.with_columns(
        list_id=pl.lit(1, dtype=pl.Int64), order_no=pl.lit("ANOTHER"), state=pl.lit("released"), app_time=earlier,
        arrived_at=earlier,
    )  # fmt: skip
    batch = _cell("waybills", order_no=None)(batch, k)
    return replace(batch, waybill_uses=pl.concat([batch.waybill_uses, other.select(*WAYBILL_USES)]))


def _one_cent_too_much(batch: Batch, k: int) -> Batch:
    paid = batch.payments.filter(payment_id=PAYMENT + k)["amount_paid"][0]
    return _cell("payments", amount_paid=paid + Decimal("0.01"))(batch, k)


def _tax_a_cent_less(batch: Batch, k: int) -> Batch:
    """Withheld and paid a cent less; everything else adds up."""
    order = batch.orders.filter(order_id=ORDER + k).row(0, named=True)
    paid = order["actual_paid"] - Decimal("0.01")
    batch = _cell("orders", tax_total=order["tax_total"] - Decimal("0.01"), actual_paid=paid)(batch, k)
    return _cell("payments", amount_paid=paid)(batch, k)


def _of_amounts(tax: str, add: str) -> Change:
    """A column of the order made larger by `add`."""

    def change(batch: Batch, k: int) -> Batch:
        value = batch.orders.filter(order_id=ORDER + k)[tax][0]
        return _cell("orders", **{tax: value + Decimal(add)})(batch, k)

    return change


FAULTS: Mapping[str, Fault] = {
    "the order never came": Fault("M01", _gone("orders", ORDER)),
    "the payment never came": Fault("M01", _gone("payments", PAYMENT)),
    "the waybill is for another order": Fault("M01", _cell("waybills", order_no="ANOTHER")),
    "the order is another seller's": Fault("M02", _cell("orders", seller_id=99)),
    "the waybill never came": Fault("M03", _gone("waybills", WAYBILL)),
    "the waybill was used a month ago": Fault("M03", _used_before),
    "another payment firm": Fault("M04", _cell("payments", pay_code="3301999949")),
    "another payment transaction": Fault("M04", _cell("payments", pay_transaction_no="PAY-X")),
    "the amounts of the order do not add up": Fault("M05", _of_amounts("discount", "0.01")),
    "one cent too much was paid": Fault("M06", _one_cent_too_much),
    "a payment in dollars": Fault("M06", _cell("payments", currency="502")),
    "another buyer in the list": Fault("M07", _cell("lists", buyer_hash="someone else")),
    "the payer is not the buyer": Fault("M08", _cell("payments", payer_hash="someone else")),
    "another consignee on the waybill": Fault("M09", _cell("waybills", consignee_hash="someone else")),
    "another telephone on the waybill": Fault("M09", _cell("waybills", consignee_telephone_hash="another")),
    "another address on the waybill": Fault("M09", _cell("waybills", consignee_address_hash="elsewhere")),
    "another address in the list": Fault("M10", _cell("lists", consignee_address_hash="elsewhere")),
    "another name of the goods": Fault("M11", _cell("list_lines", declared_name="别的商品")),
    "another quantity": Fault("M11", _cell("order_lines", qty=Decimal(99))),
    "a line of the order is missing": Fault("M11", _lines_short),
    "the goods value is not the sum of the lines": Fault(
        "M12", _all_of(_of_amounts("goods_value", "0.01"), _of_amounts("discount", "0.01"))
    ),
    "another freight on the waybill": Fault("M13", _cell("waybills", freight=Decimal(9))),
    "another insurance on the waybill": Fault("M13", _cell("waybills", insured_fee=Decimal(9))),
    "another weight on the waybill": Fault("M14", _cell("waybills", gross_weight_kg=Decimal("1.26"))),
    "two packages": Fault("M14", _cell("lists", pack_no=2)),
    "goods that the tariff does not know": Fault("M16", _off_the_list),
    "a second list of the order": Fault("M17", _twice),
    "a wrong signature": Fault("M20", _cell("lists", signature_valid=False)),
    "a list without signature": Fault("M20", _cell("lists", signature_valid=None)),
    "a cent of tax withheld too little": Fault("T01", _tax_a_cent_less),
    "bonded import": Fault("F11", _cell("lists", trade_mode="1210")),
    "a list in dollars": Fault("F13", _cell("lists", currency="502")),
    "a guarantor from outside": Fault("F23", _cell("lists", assure_code="1111111111")),
    "no flight": Fault("F24", _cell("lists", voyage_no=None)),
    "an identity number with a wrong check digit": Fault("F25", _cell("lists", person_valid=False)),
    "a net weight above the gross weight": Fault("F03", _cell("lists", net_weight_kg=Decimal(3))),
    "a unit that nobody knows": Fault(
        "F15", _all_of(_cell("list_lines", unit1="999"), _cell("list_lines", qty1=Decimal("0.5")))
    ),
    "a country that nobody knows": Fault("F16", _cell("lists", country="999")),
}
