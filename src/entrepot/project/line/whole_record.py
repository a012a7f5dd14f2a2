"""Records for whoever runs the machine: found by number alone, read as all their parties together may see them."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from entrepot.modules.declarations import api as declarations
from entrepot.modules.declarations.api import Record
from entrepot.modules.parties import api as parties
from entrepot.modules.trade.api import Place

NONE_MARKETPLACE = "无"


def places(
    lookups: psycopg.Connection, order_no: str, *, marketplace: str | None = None, seller: str | None = None
) -> list[Place]:
    """The records with this order number, of this marketplace and seller where they are given (any of their codes)."""
    found = declarations.record_places(lookups, order_no)
    if marketplace is not None:
        party = parties.known_code(marketplace, using="owner")
        found = [one for one in found if marketplace == one.marketplace_code or one.marketplace_id == party]
    if seller is not None:
        party = parties.known_code(seller, using="owner")
        found = [one for one in found if seller == one.seller_code or one.seller_id == party]
    return sorted(found, key=lambda one: (one.marketplace_code, one.seller_code))


@contextmanager
def reading(place: Place) -> Iterator[None]:
    """A transaction in which the policies open this record to its parties together."""
    reader = parties.Reader(place.readers, (), None, frozenset(parties.SCOPES), ())
    with parties.reading(reader):
        yield


def read(place: Place) -> tuple[Record, dict[int, parties.Firm]]:
    """The record, and the firms that decide or file in it; inside `reading`."""
    record = declarations.read(place.order_no, place.marketplace_id)
    ids = {row.by_id for row in record.decisions} | {row.by_id for row in record.filed}
    ids |= {row.by_id for row in record.replies} | ({record.judge_id} if record.judge_id else set())
    return record, parties.firms(ids, using="owner")
