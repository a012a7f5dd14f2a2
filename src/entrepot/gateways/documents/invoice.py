"""The commercial invoice of one order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from entrepot.gateways.documents.firms import Firm
from entrepot.gateways.documents.paper import Column, Facts, Grid, Head, Paper, Sections
from entrepot.gateways.documents.values import Amount, Named, Value, number
from entrepot.gateways.documents.words import BUYER, CARRIER, MARKETPLACE, SELLER, Words

TITLE = Words("Commercial invoice", "商业发票")
_NUMBER = Words("Invoice number", "发票号")
_DATE = Words("Invoice date", "发票日期")
_DESTINATION = Words("Destination", "目的国（地区）")
_WAYBILL = Words("Waybill", "运单号")
_TERMS = Words("Terms of delivery", "成交方式")
_ORIGIN = Words("Country/region of origin", "原产国（地区）")
_CURRENCY = Words("Currency", "币制")
_LINES = Words("Goods", "货物")
_COLUMNS = (
    Column(Words("No.", "序号"), "number", 5),
    Column(Words("Item number", "货号"), "code", 11),
    Column(Words("Description", "品名"), "text", 37),
    Column(Words("HS code", "商品编码"), "code", 11),
    Column(Words("Quantity", "数量"), "number", 9),
    Column(Words("Unit", "单位"), "text", 11),
    Column(Words("Unit price", "单价"), "number", 11),
    Column(Words("Amount", "金额"), "number", 12),
)
_GOODS_VALUE = Words("Goods value", "货值")
_FREIGHT = Words("Freight", "运费")
_TOTAL = Words("Total", "合计")
_UNEQUAL = Words("The lines add up to {lines}; the order states {order}.", "各行合计 {lines}，订单货值 {order}。")
_OWN_CURRENCY = Words("Amounts of line {gnum} are in {currency}.", "第 {gnum} 行金额的币制为 {currency}。")
_AS_ORDERED = Words(
    "Goods, quantities and prices as the order states them; HS codes and declared names as the declaration list states"
    " them.",
    "品名、数量和价格依订单所列；商品编码和申报品名依申报清单所列。",
)


@dataclass(frozen=True)
class InvoiceLine:
    """One line. name: as ordered; declared_name, hs_code: of the list, None where it names no such line."""

    gnum: int
    item_no: str
    name: str
    declared_name: str | None
    hs_code: str | None
    qty: Decimal
    unit: Named
    price: Decimal
    total_price: Decimal
    currency: Named


@dataclass(frozen=True)
class Invoice:
    """Facts of the order; `currency` is that of goods_value and freight. invoice_date: of the order, China time."""

    head: Head
    invoice_date: date
    seller: Firm
    marketplace: Firm
    carrier: Firm | None
    waybill_no: str | None
    destination: Named | None
    currency: Named
    goods_value: Decimal
    freight: Decimal
    lines: Sequence[InvoiceLine]


def laid_out(invoice: Invoice) -> Paper:
    """The invoice as sections `parties`, `goods`, `sums`."""
    language = invoice.head.language
    parties = Facts(
        (
            (SELLER, invoice.seller.said(language)),
            (BUYER, None),
            (MARKETPLACE, invoice.marketplace.said(language)),
            (_NUMBER, invoice.head.record_no),
            (_DATE, invoice.invoice_date),
            (_CURRENCY, invoice.currency),
            (_DESTINATION, invoice.destination),
            (CARRIER, invoice.carrier.said(language) if invoice.carrier else None),
            (_WAYBILL, invoice.waybill_no),
            (_ORIGIN, None),
            (_TERMS, None),
        ),
        asked=True,
    )
    total = f"{_TOTAL.say(language)} · {invoice.currency.say(language)}"
    sums = Facts(
        (
            (_GOODS_VALUE, Amount(invoice.goods_value)),
            (_FREIGHT, Amount(invoice.freight)),
            (total, Amount(invoice.goods_value + invoice.freight)),
        )
    )
    rows = [_row(line) for line in invoice.lines]
    sections: Sections = {"parties": parties, "goods": Grid(_COLUMNS, rows, _LINES), "sums": sums}
    return Paper("invoice", TITLE, invoice.head, sections, invoice.head.record_no, _notes(invoice))


def _row(line: InvoiceLine) -> Sequence[Value]:
    named = (line.name, line.declared_name or "")
    money = (Amount(line.price), Amount(line.total_price))
    return (line.gnum, line.item_no, named, line.hs_code, line.qty, line.unit, *money)


def _notes(invoice: Invoice) -> list[str]:
    language = invoice.head.language
    notes = [_AS_ORDERED.say(language)]
    added = sum((line.total_price for line in invoice.lines), Decimal(0))
    if added != invoice.goods_value:
        facts = {"lines": number(added, least=2), "order": number(invoice.goods_value, least=2)}
        notes.append(_UNEQUAL.say(language).format(**facts))
    others = [line for line in invoice.lines if line.currency.code != invoice.currency.code]
    notes += [_OWN_CURRENCY.say(language).format(gnum=one.gnum, currency=one.currency.say(language)) for one in others]
    return notes
