"""Where import orders, payments and waybills hold persons. The reader's policies decide which rows are seen."""

from entrepot.store.identity.holdings import Holding, register

_CONSIGNEE = ("consignee", "consignee_telephone", "consignee_address")

ORDERS = Holding(
    kind="import_order",
    table="trade_order_import",
    key=("order_no", "order_id"),
    rows="SELECT o.order_no AS number, o.id, o.order_no, o.message_id, o.marketplace_id,"
    " i.identity_block, i.identity_key, i.person_hash, i.buyer_hash FROM trade_order_import i"
    " JOIN trade_order o ON o.order_no = i.order_no AND o.id = i.order_id",
    hashes=("person_hash", "buyer_hash"),
    fields=("buyer_reg_no", "buyer_name", "buyer_id_number", "buyer_telephone", *_CONSIGNEE),
)
PAYMENTS = Holding(
    kind="payment",
    table="trade_payment",
    key=("pay_transaction_no", "id"),
    rows="SELECT p.pay_transaction_no AS number, p.id, p.order_no, p.message_id, p.marketplace_id,"
    " p.identity_block, p.identity_key, p.payer_hash FROM trade_payment p",
    hashes=("payer_hash",),
    fields=("payer_name", "payer_id_number", "payer_telephone"),
)
WAYBILLS = Holding(
    kind="import_waybill",
    table="trade_waybill_import",
    key=("waybill_no", "waybill_id"),
    rows="SELECT w.waybill_no AS number, w.id, i.order_no, w.message_id, NULL::bigint AS marketplace_id,"
    " i.identity_block, i.identity_key, i.consignee_hash, i.consignee_telephone_hash FROM trade_waybill_import i"
    " JOIN trade_waybill w ON w.waybill_no = i.waybill_no AND w.id = i.waybill_id",
    hashes=("consignee_hash", "consignee_telephone_hash"),
    fields=_CONSIGNEE,
)


def register_persons() -> None:
    """Let persons be found in them."""
    for holding in (ORDERS, PAYMENTS, WAYBILLS):
        register(holding)
