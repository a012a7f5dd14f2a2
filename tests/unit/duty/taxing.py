"""Lines and rates for tests of the duty engine."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from entrepot.engines.clearance import Edition
from entrepot.engines.clearance.editions import IMPORT_RATES
from entrepot.engines.duty import Rates
from entrepot.engines.duty.exactly import EXACT

SHARE = Decimal("0.70")
PLAIN, WINE, FOOD, CREAM, MASK, DARK = (
    "6109100021",
    "2204210000",
    "0402210000",
    "3304990010",
    "3307900000",
    "9999999999",
)
# prefix: vat, consumption tax, duty, floor of a gram, floor of a sheet
RATES: Mapping[str, Sequence[str | None]] = {
    "61": ("0.13", "0", "0.06", None, None),
    "6110": ("0.13", "0", None, None, None),
    "2204": ("0.13", "0.15", "0.14", None, None),
    "04": ("0.09", "0", "0.1", None, None),
    "3304": ("0.13", "0.15", "0.01", "10", "15"),
    "3307": ("0.13", None, "0.05", None, None),
}
_TYPES: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "list_id": pl.Int64, "gnum": pl.Int32, "hs_code": pl.String, "total_price": EXACT, "charges": EXACT,
    "goods_total": EXACT, "unit": pl.String, "unit1": pl.String, "unit2": pl.String, "qty": EXACT, "qty1": EXACT,
    "qty2": EXACT, "in_full": pl.Boolean,
}  # fmt: skip


def rates(rows: Mapping[str, Sequence[str | None]] = RATES) -> Rates:
    """An edition of these rates."""
    cells = [[prefix, *(None if rate is None else Decimal(rate) for rate in found)] for prefix, found in rows.items()]
    frame = pl.DataFrame(cells, schema=dict(IMPORT_RATES), orient="row")
    return Rates(Edition("import_rates", "test 2026", "made for this test", "00", frame))


def line(gnum: int, hs_code: str, total: str, **cells: Any) -> dict[str, Any]:  # noqa: ANN401
    """One line of list 1: one piece of 0.5 kg unless `cells` says otherwise."""
    plain = {"unit": "007", "unit1": "035", "unit2": None, "qty": "1", "qty1": "0.5", "qty2": None, "in_full": False}
    return {"list_id": 1, "gnum": gnum, "hs_code": hs_code, "total_price": total, **plain, **cells}


def lines_of(*rows: Mapping[str, Any], charges: str = "0") -> pl.DataFrame:
    """Lines as the engine takes them; charges: freight and insurance of each list."""
    totals: dict[int, Decimal] = {}
    for row in rows:
        totals[row["list_id"]] = totals.get(row["list_id"], Decimal(0)) + Decimal(row["total_price"])
    whole = [{**row, "charges": charges, "goods_total": totals[row["list_id"]]} for row in rows]
    cells = {
        name: [_exact(row[name]) if kind == EXACT else row[name] for row in whole] for name, kind in _TYPES.items()
    }
    return pl.DataFrame(cells, schema=_TYPES)


def _exact(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
