"""What one reader sees of a record, read once for whatever document is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from entrepot.gateways.documents import firms as named
from entrepot.gateways.documents.paper import Head
from entrepot.gateways.documents.words import Language
from entrepot.modules.declarations import api as declarations
from entrepot.modules.declarations.api import ListVersion, Record
from entrepot.modules.parties.api import Firm, Reader
from entrepot.modules.trade.api import OrderLine, OrderVersion, SharedPlace
from entrepot.project.portal.documents.names import Names
from entrepot.shell.station import is_practice


@dataclass(frozen=True)
class Seen:
    """A record through one pair of eyes. firms: parties that it names, as far as the station knows them.

    reader, place: who looks at what others opened to them; None where nothing is opened.
    """

    order_no: str
    marketplace_id: int
    marketplace_code: str
    record: Record
    firms: Mapping[int, Firm]
    names: Names
    now: datetime
    reader: Reader | None = None
    place: SharedPlace | None = None

    @property
    def order(self) -> OrderVersion | None:
        """The version of the order that counts."""
        return next((row for row in self.record.orders if row.superseded_by is None and not row.deleted), None)

    @property
    def named_in(self) -> OrderVersion | ListVersion | SharedPlace | None:
        """What names marketplace and seller of the record; None where the reader sees nothing that does."""
        return (
            self.record.orders[-1]
            if self.record.orders
            else (self.record.lists[-1] if self.record.lists else self.place)
        )

    @property
    def order_lines(self) -> Sequence[OrderLine]:
        """Its lines."""
        order = self.order
        return [line for line in self.record.order_lines if order is not None and line.order_id == order.id]

    @property
    def lists(self) -> Sequence[ListVersion]:
        """The lists of the order that are not withdrawn."""
        return [row for row in self.record.current_lists if not row.deleted]

    def head(self, language: Language) -> Head:
        """What stands on every page of a document of it."""
        practice = is_practice() or any(row.practice for row in self.record.orders)
        practice = practice or any(row.practice for row in self.record.lists)
        return Head(self.order_no, self.now, self._as_of(), practice, language)

    def _as_of(self) -> datetime:
        record = self.record
        arrived = [row.arrived_at for row in record.orders] + [row.arrived_at for row in record.lists]
        arrived += [row.arrived_at for row in record.slips] + [row.arrived_at for row in record.waybills]
        said = [row.at for row in record.decisions] + [row.at for row in record.filed]
        return max([*arrived, *said, *(row.at for row in record.replies)], default=self.now)

    def firm(self, party_id: int, code: str, filed: str) -> named.Firm:
        """A party as a document names it, with the names that the station knows."""
        known = self.firms.get(party_id)
        return named.Firm(code, filed, known.name_zh, known.name_en) if known else named.Firm(code, filed)


def named_parties(record: Record) -> set[int]:
    """Party ids whose names documents need."""
    ids = {row.by_id for row in record.decisions} | {row.by_id for row in record.filed}
    ids |= {row.by_id for row in record.replies} | ({record.judge_id} if record.judge_id else set())
    for order in record.orders:
        ids |= {order.seller_id, order.marketplace_id}
    for row in record.lists:
        ids |= {row.seller_id, row.marketplace_id, row.carrier_id, row.agent_id}
    return ids


def read(order_no: str, marketplace_id: int) -> Record:
    """The record as the reader of the running transaction may see it."""
    return declarations.read(order_no, marketplace_id)
