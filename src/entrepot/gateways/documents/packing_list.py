"""The packing list of one order: what is in how many packages, and what they weigh. It holds no price."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from entrepot.gateways.documents.firms import Firm
from entrepot.gateways.documents.paper import Column, Facts, Grid, Head, Paper, Sections
from entrepot.gateways.documents.values import Named, Value
from entrepot.gateways.documents.words import BUYER, MARKETPLACE, SELLER, Words

TITLE = Words("Packing list", "装箱单")
_ORDER = Words("Order", "订单编号")
_DATE = Words("Order date", "订单日期")
_DESTINATION = Words("Destination", "目的国（地区）")
_PORT = Words("Port of exit", "出口口岸")
_WAY = Words("Way of transport", "运输方式")
_MEANS = Words("Means of transport", "运输工具名称")
_BILL = Words("Bill of lading", "提运单号")
_PACKAGES = Words("Packages", "包裹")
_GOODS = Words("Goods", "货物")
_PARCELS = (
    Column(Words("Waybill", "运单号"), "code", 20),
    Column(Words("Carrier", "物流企业"), "text", 26),
    Column(Words("Packing", "包装种类"), "text", 14),
    Column(Words("Packages", "件数"), "number", 10),
    Column(Words("Gross weight, kg", "毛重（千克）"), "number", 14),
    Column(Words("Net weight, kg", "净重（千克）"), "number", 14),
)
_LINES = (
    Column(Words("No.", "序号"), "number", 5),
    Column(Words("Item number", "货号"), "code", 15),
    Column(Words("Description", "品名"), "text", 40),
    Column(Words("HS code", "商品编码"), "code", 13),
    Column(Words("Barcode", "条码"), "code", 15),
    Column(Words("Quantity", "数量"), "number", 10),
    Column(Words("Unit", "单位"), "text", 10),
)
_TOTAL = Words("Total", "合计")
_ONE_WAYBILL = Words(
    "Several lists name one waybill: their packages are not added up.", "多份清单共用一票运单：件数不作合计。"
)


@dataclass(frozen=True)
class Parcel:
    """Packages under one waybill, as a list states them, else as the carrier does (then without net weight)."""

    waybill_no: str
    carrier: str
    wrap_type: Named | None
    pack_no: int
    gross_weight_kg: Decimal
    net_weight_kg: Decimal | None


@dataclass(frozen=True)
class PackedLine:
    """One line of goods; declared_name and hs_code where a list names the line."""

    gnum: int
    item_no: str
    name: str
    declared_name: str | None
    hs_code: str | None
    barcode: str | None
    qty: Decimal
    unit: Named


@dataclass(frozen=True)
class PackingList:
    """Facts of the order, its lists and waybills."""

    head: Head
    order_date: date
    seller: Firm
    marketplace: Firm
    destination: Named | None
    port: Named | None
    way: Named | None
    means: str | None
    bill_no: str | None
    parcels: Sequence[Parcel]
    lines: Sequence[PackedLine]


def laid_out(packing: PackingList) -> Paper:
    """The packing list as sections `parties`, `parcels`, `goods`."""
    language = packing.head.language
    pairs = (
        (SELLER, packing.seller.said(language)),
        (BUYER, None),
        (MARKETPLACE, packing.marketplace.said(language)),
        (_ORDER, packing.head.record_no),
        (_DATE, packing.order_date),
        (_DESTINATION, packing.destination),
        (_PORT, packing.port),
        (_WAY, packing.way),
        (_MEANS, packing.means),
        (_BILL, packing.bill_no),
    )
    sections: Sections = {
        "parties": Facts(pairs, asked=True),
        "parcels": Grid(_PARCELS, [_parcel(one) for one in packing.parcels], _PACKAGES, _sums(packing)),
        "goods": Grid(_LINES, [_line(one) for one in packing.lines], _GOODS),
    }
    notes = [_ONE_WAYBILL] if _shared(packing) else []
    return Paper("packing_list", TITLE, packing.head, sections, packing.head.record_no, notes)


def _shared(packing: PackingList) -> bool:
    return len({one.waybill_no for one in packing.parcels}) < len(packing.parcels)


def _sums(packing: PackingList) -> Sequence[Value]:
    if len(packing.parcels) < 2 or _shared(packing):
        return ()
    nets = [one.net_weight_kg for one in packing.parcels if one.net_weight_kg is not None]
    net = sum(nets, Decimal(0)) if len(nets) == len(packing.parcels) else None
    gross = sum((one.gross_weight_kg for one in packing.parcels), Decimal(0))
    packages = sum(one.pack_no for one in packing.parcels)
    return (_TOTAL.say(packing.head.language), None, None, packages, gross, net)


def _parcel(one: Parcel) -> Sequence[Value]:
    return (one.waybill_no, one.carrier, one.wrap_type, one.pack_no, one.gross_weight_kg, one.net_weight_kg)


def _line(one: PackedLine) -> Sequence[Value]:
    named = (one.name, one.declared_name or "")
    return (one.gnum, one.item_no, named, one.hs_code, one.barcode, one.qty, one.unit)
