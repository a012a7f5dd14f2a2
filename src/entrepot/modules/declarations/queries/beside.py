"""What stands beside the documents of a record: codes chosen for its goods, grants and looks.

All of it as the reader of the running transaction may see it: goods are the seller's and its agent's, grants of the
firms on both sides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.declarations.queries.whole import Record
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Grant, Look, Reader


@dataclass(frozen=True)
class Beside:
    """chosen: in the order in which they were kept; grants and looks: oldest first."""

    chosen: Sequence[catalogue.ChosenCode] = ()
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
        grants=grants,
        looks=_looks(own, grants),
    )


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
