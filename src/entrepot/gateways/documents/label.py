"""The label of a parcel: who sends what to where, with what customs of the country/region of arrival wants to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from entrepot.gateways.documents.paper import Column, Facts, Grid, Head, Paper, Sections
from entrepot.gateways.documents.values import Amount, Named, Value
from entrepot.gateways.documents.words import SELLER, Words

TITLE = Words("Parcel label", "包裹面单")
_LABEL = Words("Label", "面单号")
_ORDER = Words("Order", "订单编号")
_CARRIER = Words("Carrier", "物流企业")
_LANE = Words("From – to", "起运 – 目的国（地区）")
_WEIGHT = Words("Gross weight, kg", "毛重（千克）")
_PARCEL = Words("Parcel", "包裹")
_CUSTOMS = Words("For customs of the country/region of arrival", "供目的国（地区）海关使用")
_WARES = (
    Column(Words("No.", "序号"), "number", 5),
    Column(Words("Contents", "内件品名"), "text", 38),
    Column(Words("HS code", "商品编码"), "code", 14),
    Column(Words("Origin", "原产国（地区）"), "text", 14),
    Column(Words("Quantity", "数量"), "number", 9),
    Column(Words("Net weight, kg", "净重（千克）"), "number", 11),
    Column(Words("Value", "价值"), "number", 11),
    Column(Words("Currency", "币制"), "text", 10),
)


@dataclass(frozen=True)
class LabelLine:
    """One line of the contents."""

    gnum: int
    name: str
    hs_code: str
    origin: Named
    qty: Decimal
    net_weight_kg: Decimal
    value: Decimal
    currency: Named


@dataclass(frozen=True)
class Label:
    """Facts of a booking and of the goods of its order."""

    head: Head
    label_no: str
    seller: str
    carrier: str
    origin: Named
    destination: Named
    gross_weight_kg: Decimal
    lines: Sequence[LabelLine]


def laid_out(label: Label) -> Paper:
    """The label as sections `parcel`, `customs`."""
    language = label.head.language
    pairs: Sequence[tuple[Words | str, Value]] = (
        (_LABEL, label.label_no), (_ORDER, label.head.record_no), (SELLER, label.seller), (_CARRIER, label.carrier),
        (_LANE, (label.origin.say(language), label.destination.say(language))), (_WEIGHT, label.gross_weight_kg),
    )  # fmt: skip
    rows = [
        (line.gnum, line.name, line.hs_code, line.origin, line.qty, line.net_weight_kg, Amount(line.value),
         line.currency)
        for line in label.lines
    ]  # fmt: skip
    sections: Sections = {"parcel": Facts(pairs, _PARCEL), "customs": Grid(_WARES, rows, _CUSTOMS)}
    return Paper("label", TITLE, label.head, sections, label.label_no)
