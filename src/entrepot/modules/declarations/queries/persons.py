"""Where import lists, cancellations and returns hold persons. The reader's policies decide which rows are seen."""

from entrepot.store.identity.holdings import Holding, register

_BUYER = ("buyer_name", "buyer_id_number", "buyer_telephone")

LISTS = Holding(
    kind="import_list",
    table="declarations_list_import",
    key=("order_no", "list_id"),
    rows="SELECT l.order_no AS number, l.id, l.order_no, l.message_id, l.marketplace_id,"
    " i.identity_block, i.identity_key, i.person_hash, i.buyer_hash FROM declarations_list_import i"
    " JOIN declarations_list l ON l.order_no = i.order_no AND l.id = i.list_id",
    hashes=("person_hash", "buyer_hash"),
    fields=(*_BUYER, "consignee_address"),
)
WITHDRAWALS = Holding(
    kind="withdrawal",
    table="declarations_withdrawal",
    key=("order_no", "id"),
    rows="SELECT w.order_no AS number, w.id, w.order_no, w.message_id, w.marketplace_id,"
    " w.identity_block, w.identity_key, w.person_hash, w.buyer_hash FROM declarations_withdrawal w",
    hashes=("person_hash", "buyer_hash"),
    fields=_BUYER,
)


def register_persons() -> None:
    """Let persons be found in them."""
    for holding in (LISTS, WITHDRAWALS):
        register(holding)
