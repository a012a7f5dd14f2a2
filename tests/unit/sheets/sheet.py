"""A small mapping and sheets made for it."""

from datetime import UTC, datetime
from pathlib import Path

from entrepot.gateways.sheets.mapping import Mapping, read_mapping
from entrepot.gateways.sheets.order_lines import Orders, read_order_lines

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
HEADER = "order,sku,name,qty,price,when,buyer,to"
MAPPING = """
[file]
time_format = ["%Y-%m-%d %H:%M", "%Y-%m-%d"]
time_zone = "Europe/London"

[columns]
order_no = "order"
item_no = "sku"
item_name = "name"
qty = "qty"
price = "price"
placed_at = "when"
buyer = "buyer"
destination = "to"

[constants]
marketplace_code = "9999960001"
marketplace_name = "望塘"
seller_code = "9999961001"
seller_name = "青禾"
currency = "303"
unit = "007"

[cancellation]
prefix = "C"

[codes.destination]
"Japan" = "116"
"""


def mapping(text: str = MAPPING) -> Mapping:
    return read_mapping(text)


def row(**cells: str) -> str:
    """One row of HEADER; every cell has a value unless given."""
    filled = {
        "order": "A1", "sku": "M1", "name": "mug", "qty": "2", "price": "1.50", "when": "2026-01-05 10:00",
        "buyer": "b1", "to": "Japan",
    } | cells  # fmt: skip
    return ",".join(filled.values())


def sheet(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows, ""]).encode()


def read(*rows: str, text: str = MAPPING, header: str = HEADER) -> Orders:
    return read_order_lines(sheet(*rows, header=header), mapping(text), now=NOW)


def reasons(orders: Orders) -> list[tuple[int, str | None, str]]:
    """(row, column, reason) of every problem."""
    return orders.problems.select("row_no", "column", "reason").rows()


RETAIL = Path(__file__).resolve().parents[4] / "shared/data/orders/online_retail.csv.gz"
