"""The door of trade: orders, collection slips, payments, waybills."""

from entrepot.modules.trade.operations.documents import latest_uses, take_orders, take_slips, take_waybills
from entrepot.modules.trade.operations.importing import (
    take_import_orders,
    take_import_waybills,
    take_payments,
    take_waybill_states,
)
from entrepot.modules.trade.queries.current import current_orders, current_waybills, sellers
from entrepot.modules.trade.queries.filed import order_as_filed, slips_as_filed, wares_ordered, waybill_as_filed
from entrepot.modules.trade.queries.finding import FoundSlip, find_orders, find_slips, find_waybills
from entrepot.modules.trade.queries.pages import (
    OrderLine,
    OrderRow,
    OrderVersion,
    Side,
    SlipVersion,
    WaybillRow,
    WaybillVersion,
    current_lines,
    current_order,
    exports,
    latest_orders,
    order_lines,
    order_marketplaces,
    order_versions,
    orders_page,
    slip_versions,
    waybill_versions,
    waybills_numbered,
)
from entrepot.modules.trade.queries.parts import SharedPlace, part_of_record, shared_places
from entrepot.modules.trade.queries.payments import PaymentVersion, payment_versions
from entrepot.modules.trade.queries.places import Place, order_places, place_of
from entrepot.modules.trade.queries.sets import ORDER_HEAD, ORDER_LINE, known_contents, lines_of, orders_of_buyers
from entrepot.modules.trade.queries.sold import Sold, SoldWare, sold_by
from entrepot.modules.trade.web.eyes import decides, reader_of

__all__ = [
    "ORDER_HEAD",
    "ORDER_LINE",
    "FoundSlip",
    "OrderLine",
    "OrderRow",
    "OrderVersion",
    "PaymentVersion",
    "Place",
    "SharedPlace",
    "Side",
    "SlipVersion",
    "Sold",
    "SoldWare",
    "WaybillRow",
    "WaybillVersion",
    "current_lines",
    "current_order",
    "current_orders",
    "current_waybills",
    "decides",
    "exports",
    "find_orders",
    "find_slips",
    "find_waybills",
    "known_contents",
    "latest_orders",
    "latest_uses",
    "lines_of",
    "order_as_filed",
    "order_lines",
    "order_marketplaces",
    "order_places",
    "order_versions",
    "orders_of_buyers",
    "orders_page",
    "part_of_record",
    "payment_versions",
    "place_of",
    "reader_of",
    "sellers",
    "shared_places",
    "slip_versions",
    "slips_as_filed",
    "sold_by",
    "take_import_orders",
    "take_import_waybills",
    "take_orders",
    "take_payments",
    "take_slips",
    "take_waybill_states",
    "take_waybills",
    "wares_ordered",
    "waybill_as_filed",
    "waybill_versions",
    "waybills_numbered",
]
