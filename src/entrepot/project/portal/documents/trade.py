"""The papers of the trade: commercial invoice and packing list, out of order, lists and waybills."""

from entrepot.gateways.documents.invoice import Invoice, InvoiceLine
from entrepot.gateways.documents.packing_list import PackedLine, PackingList, Parcel
from entrepot.gateways.documents.values import Named
from entrepot.gateways.documents.words import Language, Words
from entrepot.modules.declarations import api as declarations
from entrepot.modules.declarations.api import ListLine
from entrepot.modules.parties import api as parties
from entrepot.project.portal.documents.seen import Seen

NO_ORDER = Words("The order: it has not come, or none of it is open to you.", "订单：尚未收到，或未向您开放。")
NO_LIST = Words(
    "A declaration list: without it HS codes and declared names are left out.",
    "申报清单：缺少时商品编码和申报品名留空。",
)
NO_BUYER = Words("The buyer's name and address: write them in.", "买方名称和地址：请自行填写。")
NO_TERMS = Words(
    "Terms of delivery and country/region of origin: write them in.", "成交方式和原产国（地区）：请自行填写。"
)
NO_PARCEL = Words(
    "Packages and weights: neither a list nor a waybill that you may see names them.",
    "件数和重量：您可见的清单和运单均未列明。",
)
NO_GOODS = Words(
    "Goods line by line: neither an order nor a list is open to you.", "逐项货物：订单和清单均未向您开放。"
)


def invoice(seen: Seen, language: Language) -> Invoice | None:
    """The invoice of the current order; None for a reader who does not see the order."""
    order = seen.order
    if order is None:
        return None
    row = seen.lists[-1] if seen.lists else None
    listed = _listed(seen)
    return Invoice(
        head=seen.head(language),
        invoice_date=parties.china_day(order.placed_at or order.app_time),
        seller=seen.firm(order.seller_id, order.seller_code, order.seller_name),
        marketplace=seen.firm(order.marketplace_id, order.marketplace_code, order.marketplace_name),
        carrier=seen.firm(row.carrier_id, row.carrier_code, row.carrier_name) if row else None,
        waybill_no=row.waybill_no if row else None,
        destination=seen.names.of("country", row.country) if row else None,
        currency=_named(seen, "currency", order.currency),
        goods_value=order.goods_value,
        freight=order.freight,
        lines=[
            InvoiceLine(
                gnum=line.gnum,
                item_no=line.item_no,
                name=line.item_name,
                declared_name=listed[line.gnum].declared_name if line.gnum in listed else None,
                hs_code=listed[line.gnum].hs_code if line.gnum in listed else None,
                qty=line.qty,
                unit=_named(seen, "unit", line.unit),
                price=line.price,
                total_price=line.total_price,
                currency=_named(seen, "currency", line.currency),
            )
            for line in seen.order_lines
        ],
    )


def sees_invoice(seen: Seen) -> bool:
    """Whether there is an invoice for this reader."""
    return seen.order is not None


def invoice_gaps(seen: Seen) -> list[Words]:
    """What an invoice of this record lacks."""
    if seen.order is None:
        return [NO_ORDER]
    return [*([] if seen.lists else [NO_LIST]), NO_BUYER, NO_TERMS]


def packing_list(seen: Seen, language: Language) -> PackingList | None:
    """What is in the packages; None for a reader who sees no goods, or no packages."""
    head, parcels, lines = seen.order or next(iter(seen.lists), None), _parcels(seen), _packed(seen)
    if head is None or not parcels or not lines:
        return None
    row = seen.lists[-1] if seen.lists else None
    filed = declarations.heads_as_filed(row.order_no, [row.id])[row.id] if row else {}
    texts = {name: str(value) for name, value in filed.items() if value is not None}
    placed = seen.order.placed_at or seen.order.app_time if seen.order else head.app_time
    return PackingList(
        head=seen.head(language),
        order_date=parties.china_day(placed),
        seller=seen.firm(head.seller_id, head.seller_code, head.seller_name),
        marketplace=seen.firm(head.marketplace_id, head.marketplace_code, head.marketplace_name),
        destination=seen.names.of("country", row.country) if row else None,
        port=seen.names.of("port_code", row.port_code) if row else None,
        way=seen.names.of("traf_mode", texts.get("traf_mode")),
        means=" ".join(texts[name] for name in ("traf_name", "voyage_no") if name in texts) or None,
        bill_no=texts.get("bill_no"),
        parcels=parcels,
        lines=lines,
    )


def sees_packing(seen: Seen) -> bool:
    """Whether there is a packing list for this reader."""
    return bool(_parcels(seen) and _packed(seen))


def packing_gaps(seen: Seen) -> list[Words]:
    """What a packing list of this record lacks."""
    gaps = [*([] if _packed(seen) else [NO_GOODS]), *([] if _parcels(seen) else [NO_PARCEL])]
    return gaps or [*([] if seen.lists else [NO_LIST]), NO_BUYER]


def _listed(seen: Seen) -> dict[int, ListLine]:
    """Line number → the line of a current list: in lists of one order each number stands once."""
    current = {row.id for row in seen.lists}
    return {line.gnum: line for line in seen.record.list_lines if line.list_id in current}


def _named(seen: Seen, column: str, code: str) -> Named:
    return seen.names.of(column, code) or Named(code)


def _parcels(seen: Seen) -> list[Parcel]:
    """One a list; where there is none, one a waybill."""
    if not seen.lists:
        current = [row for row in seen.record.waybills if row.superseded_by is None and not row.deleted]
        return [
            Parcel(row.waybill_no, row.carrier_name, None, row.pack_no, row.gross_weight_kg, None) for row in current
        ]
    heads = declarations.heads_as_filed(seen.order_no, [row.id for row in seen.lists])
    return [
        Parcel(
            waybill_no=row.waybill_no,
            carrier=row.carrier_name,
            wrap_type=seen.names.of("wrap_type", str(heads[row.id]["wrap_type"])),
            pack_no=row.pack_no,
            gross_weight_kg=row.gross_weight_kg,
            net_weight_kg=row.net_weight_kg,
        )
        for row in seen.lists
    ]


def _packed(seen: Seen) -> list[PackedLine]:
    """Lines as ordered; for a reader who sees lists alone, as declared."""
    listed = _listed(seen)
    if seen.order is None:
        return [
            PackedLine(
                line.gnum, line.item_no, line.declared_name, None, line.hs_code, None, line.qty,
                _named(seen, "unit", line.unit),
            )
            for line in listed.values()
        ]  # fmt: skip
    return [
        PackedLine(
            gnum=line.gnum,
            item_no=line.item_no,
            name=line.item_name,
            declared_name=listed[line.gnum].declared_name if line.gnum in listed else None,
            hs_code=listed[line.gnum].hs_code if line.gnum in listed else None,
            barcode=line.barcode,
            qty=line.qty,
            unit=_named(seen, "unit", line.unit),
        )
        for line in seen.order_lines
    ]
