"""Where original payment data may name the payer: found by the payment (411) of the same order."""

from entrepot.store.identity.holdings import Holding, register

_ROWS = (
    "SELECT p.order_no AS number, p.id, p.order_no, NULL::bigint AS message_id, p.marketplace_id, p.identity_block,"
    " p.identity_key, t.payer_hash FROM {table} p JOIN trade_payments_v1 t ON t.order_no = p.order_no"
    " AND t.marketplace_id = p.marketplace_id AND t.pay_transaction_no = p.pay_transaction_no"
    " AND t.superseded_by IS NULL"
)


def _holding(kind: str, table: str) -> Holding:
    rows = _ROWS.format(table=table)
    return Holding(kind, table, ("order_no", "id"), rows, hashes=("payer_hash",), fields=("text",))


def register_persons() -> None:
    """Let persons be found in what marketplaces keep and in what customs took."""
    register(_holding("original_payment", "payments_original"))
    register(_holding("payment_upload", "payments_question"))
