"""An order that began as an enquiry: the message that the interface for programs would take, from the seller itself."""

import json
import uuid
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Incoming
from entrepot.modules.marketing import api as marketing
from entrepot.modules.marketing.api import Quote
from entrepot.modules.parties import api as parties
from entrepot.project.line.setting import CHINA, Setting

KIND = "json-orders"
NAME = "enquiry"
_FIRM, _PERSON = "B", "E"  # orderType of message 303: B2B export, retail export
_PLACES = Decimal("0.00001")


def order_of(quote: Quote, *, now: datetime) -> Incoming:
    """The message of the order: one line, the quoted price, freight not in it."""
    total = (quote.price * quote.quantity).quantize(_PLACES, ROUND_HALF_UP)
    line = {
        "gnum": "1", "item_no": quote.item_no, "item_name": quote.item_name, "unit": quote.unit,
        "currency": quote.currency,
        "qty": _plain(quote.quantity), "price": _plain(quote.price), "total_price": _plain(total),
    }  # fmt: skip
    item = {
        "guid": str(uuid.uuid4()).upper(), "app_type": "1", "app_time": f"{now.astimezone(CHINA):%Y%m%d%H%M%S}",
        "app_status": "2", "order_type": _FIRM if quote.to_firm else _PERSON, "order_no": quote.order_no,
        "marketplace_code": quote.marketplace.code, "marketplace_name": quote.marketplace.name,
        "seller_code": quote.seller_code, "seller_name": quote.seller_name, "goods_value": _plain(total),
        "freight": "0", "currency": quote.currency, "note": f"enquiry {quote.enquiry_id} · 询价 {quote.enquiry_id}",
        "lines": [line],
    }  # fmt: skip
    body = json.dumps({"items": [item]}, ensure_ascii=False).encode()
    return Incoming(KIND, quote.seller_id, body, NAME)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def place(setting: Setting, seller_id: int, enquiry_id: int, *, now: datetime) -> tuple[Quote, int]:
    """Make the quote an order, as whoever runs commands on this machine; returns it and the number of its message.

    Raises UnableToMarket.
    """
    from django.db import connections, transaction

    acting = parties.Acting(seller_id)
    with transaction.atomic(using="owner"):
        quote = marketing.quote_to_order(acting=acting, enquiry_id=enquiry_id, now=now, using="owner")
        raw = connections["owner"].connection
        (kept,) = exchange.store_messages(raw, [order_of(quote, now=now)], now=now, practice=setting.practice)
        marketing.note_order(acting=acting, quote=quote, message_id=kept.id, now=now, using="owner")
    return quote, kept.id
