"""What stands beside the documents of a record: codes chosen for its goods, signatures, grants and looks.

All of it as the reader of the running transaction may see it: goods are the seller's and its agent's, a signature is
seen by the sender of the message, grants by the firms on both sides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection

from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.declarations.queries.whole import Record
from entrepot.modules.exchange import api as exchange
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Grant, Look, Reader


@dataclass(frozen=True)
class Beside:
    """chosen: in the order in which they were kept; grants and looks: oldest first.

    signed: message → number of the certificate whose signature fitted.
    """

    chosen: Sequence[catalogue.ChosenCode] = ()
    signed: Mapping[int, str] = field(default_factory=dict)
    grants: Sequence[Grant] = ()
    looks: Sequence[Look] = ()


def read(reader: Reader | None, record: Record) -> Beside:
    """What this reader, who has entered the running transaction, may see beside the record."""
    if reader is None or record.is_empty:
        return Beside()
    sellers = {row.seller_id for row in record.orders} | {row.seller_id for row in record.lists}
    wares = sorted({line.item_no for line in record.order_lines} | {line.item_no for line in record.list_lines})
    with_goods = sorted(sellers & {*reader.party_ids, *reader.client_ids})
    own = sorted(sellers & set(reader.party_ids))
    grants = _grants(record, own)
    return Beside(
        chosen=catalogue.chosen_codes(with_goods, wares) if with_goods else (),
        signed=_signed(record),
        grants=grants,
        looks=_looks(own, grants),
    )


def _signed(record: Record) -> dict[int, str]:
    messages = {row.message_id for row in record.orders} | {row.message_id for row in record.slips}
    messages |= {row.message_id for row in record.waybills} | {row.message_id for row in record.lists}
    connection.ensure_connection()
    found = exchange.results(connection.connection, sorted(messages))
    return {number: result.key_name for number, result in found.items() if result.key_name}


def _grants(record: Record, own: Sequence[int]) -> list[Grant]:
    head = record.orders[-1] if record.orders else record.lists[-1] if record.lists else None
    if head is None or not own:
        return []
    found = parties.grants_given(own, head.order_no, head.marketplace_id)
    return [each.grant for each in reversed(found)]


def _looks(own: Sequence[int], grants: Sequence[Grant]) -> list[Look]:
    numbers = {grant.pk for grant in grants}
    order_no = next((grant.order_no for grant in grants), None)
    if order_no is None:
        return []
    found = [look for owner in own for look in parties.looks_at(owner, order_no=order_no)]
    return [look for look in reversed(found) if look.grant_id in numbers]
