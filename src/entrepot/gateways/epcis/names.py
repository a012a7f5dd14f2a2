"""Names of things in EPCIS: GS1 Digital Link where a GTIN is known, names of our own where nothing else is."""

import re
from decimal import Decimal, InvalidOperation
from urllib.parse import quote

from stdnum import ean

NAMESPACE = "urn:x-entrepot:"
_GTIN = re.compile(r"[0-9]{8}|[0-9]{12,14}")
# units of the Chinese customs → UN/ECE Recommendation 20; "" where EPCIS counts pieces without a unit
_UNITS = {
    "007": "",
    "008": "",
    "011": "",
    "030": "MTR",
    "032": "MTK",
    "033": "MTQ",
    "035": "KGM",
    "036": "GRM",
    "095": "LTR",
}


def own(kind: str, *names: str) -> str:
    """A name in our namespace, such as urn:x-entrepot:order:9999960001:WT-1."""
    return NAMESPACE + ":".join([kind, *(quote(name, safe="") for name in names)])


def goods(seller: str, item_no: str, barcode: str) -> str:
    """The class of a ware: its GTIN as GS1 Digital Link, where the barcode is one."""
    if _GTIN.fullmatch(barcode) and ean.is_valid(barcode):
        return f"https://id.gs1.org/01/{barcode.zfill(14)}"
    return own("item", seller, item_no or barcode)


def quantity(text: str, unit: str) -> dict[str, object] | None:
    """Number and unit of an EPCIS quantity; None where the unit has no code there, or the number would not be exact."""
    if unit not in _UNITS:
        return None
    try:
        exact = Decimal(text)
    except InvalidOperation:
        return None
    number = int(exact) if exact == exact.to_integral_value() else float(exact)
    if Decimal(repr(number)) != exact:  # JSON numbers are read as binary fractions
        return None
    return {"quantity": number} | ({"uom": _UNITS[unit]} if _UNITS[unit] else {})
