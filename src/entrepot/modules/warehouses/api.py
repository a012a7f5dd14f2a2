"""The door of this module: what other modules, gateways and the command line may use."""

from entrepot.modules.warehouses.errors import UnableToStore
from entrepot.modules.warehouses.models import Dispatch, Filling, Lot, Scan, Shipment, ShipmentLine, Warehouse
from entrepot.modules.warehouses.operations.receiving import (
    Announced,
    Expected,
    Place,
    announce,
    close_shipment,
    open_warehouse,
    receive,
)
from entrepot.modules.warehouses.operations.sending import Wanted, pack, pick, reserve, ship
from entrepot.modules.warehouses.queries import Stock, dispatch, shipment, stock, stock_of
from entrepot.modules.warehouses.scanning import check_digit, read_code
from entrepot.modules.warehouses.words import DISPATCH_STATES, SHIPMENT_STATES, said

__all__ = [
    "DISPATCH_STATES",
    "SHIPMENT_STATES",
    "Announced",
    "Dispatch",
    "Expected",
    "Filling",
    "Lot",
    "Place",
    "Scan",
    "Shipment",
    "ShipmentLine",
    "Stock",
    "UnableToStore",
    "Wanted",
    "Warehouse",
    "announce",
    "check_digit",
    "close_shipment",
    "dispatch",
    "open_warehouse",
    "pack",
    "pick",
    "read_code",
    "receive",
    "reserve",
    "said",
    "ship",
    "shipment",
    "stock",
    "stock_of",
]
