"""The door of trade: orders, collection slips, waybills."""

from entrepot.modules.trade.operations import latest_uses, take_orders, take_slips, take_waybills
from entrepot.modules.trade.queries import (
    OrderLine,
    OrderRow,
    OrderVersion,
    Side,
    SlipVersion,
    WaybillVersion,
    order_lines,
    order_marketplaces,
    order_versions,
    orders_page,
    slip_versions,
    waybill_versions,
)

__all__ = [
    "OrderLine",
    "OrderRow",
    "OrderVersion",
    "Side",
    "SlipVersion",
    "WaybillVersion",
    "latest_uses",
    "order_lines",
    "order_marketplaces",
    "order_versions",
    "orders_page",
    "slip_versions",
    "take_orders",
    "take_slips",
    "take_waybills",
    "waybill_versions",
]
