"""The record of one order: all that the reader may see of it, read at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from entrepot.modules.declarations.queries import lanes, record, said
from entrepot.modules.trade import api as trade


@dataclass(frozen=True)
class Record:
    """Versions oldest first; empty where the reader sees nothing."""

    orders: Sequence[trade.OrderVersion]
    order_lines: Sequence[trade.OrderLine]
    slips: Sequence[trade.SlipVersion]
    waybills: Sequence[trade.WaybillVersion]
    lists: Sequence[record.ListVersion]
    list_lines: Sequence[record.ListLine]
    work: dict[tuple[int, str], record.Work]
    decisions: Sequence[record.Decision]
    findings: Sequence[record.Finding]
    bases: dict[int, record.Basis]
    filed: Sequence[said.FiledVersion]
    replies: Sequence[said.ReplyVersion]
    reviews: Sequence[lanes.ReviewVersion]
    signed: Mapping[int, str]  # message → number of the certificate whose signature fitted
    answered: Sequence[said.Answered]
    judge_id: int | None  # who judges the lists that wait

    @property
    def is_empty(self) -> bool:
        """Whether the reader sees nothing of this order."""
        return not (self.orders or self.slips or self.waybills or self.lists)

    @property
    def current_lists(self) -> list[record.ListVersion]:
        """One version of each list: the one that counts."""
        return [row for row in self.lists if row.superseded_by is None]

    @property
    def versions(self) -> dict[int | None, int]:
        """Number of a row of an order or a waybill → which version of it the row is."""
        found: dict[int | None, int] = {row.id: row.version for row in self.orders}
        return found | {row.id: row.version for row in self.waybills}

    @property
    def moved(self) -> dict[int, datetime]:
        """Row of an order → the earlier moment to which the next version moved it: made-up time of practice records.

        Such a row stands before the version that moved it, and says so; its own moment is when it came.
        """
        arrived = {row.id: row.arrived_at for row in self.orders}
        later = {row.id: arrived[row.superseded_by] for row in self.orders if row.superseded_by in arrived}
        return {number: at for number, at in later.items() if at < arrived[number]}

    @property
    def judged(self) -> list[record.Decision]:
        """What the engine decided, each after it had taken up the list: neither replies of customs nor reviews."""
        reviewed = {(row.list_id, row.decision_no + 1) for row in self.reviews if row.state == "done"}
        made = [row for row in self.decisions if row.kind != "reply"]
        return [row for row in made if (row.list_id, row.decision_no) not in reviewed]

    @property
    def awaiting(self) -> list[tuple[record.ListVersion, record.Work]]:
        """The lists that were taken up and wait for something."""
        states = [(row, self.work.get((row.filer_id, row.cop_no))) for row in self.current_lists]
        return [(row, work) for row, work in states if work is not None and work.state == "waiting"]

    def decided_by(self, decision: record.Decision) -> str:
        """The officer who made this decision on a held list; empty where the engine or customs elsewhere decided."""
        key = (decision.list_id, decision.decision_no - 1)
        done = {(row.list_id, row.decision_no): row.person_name for row in self.reviews if row.state == "done"}
        return done.get(key, "")

    def decision_on(self, row: record.ListVersion) -> record.Decision | None:
        """The latest pre-check, decision or reply on this version of a list."""
        mine = [decision for decision in self.decisions if decision.list_id == row.id]
        return max(mine, key=lambda decision: decision.decision_no, default=None)

    def findings_of(self, decision: record.Decision) -> list[record.Finding]:
        """What this decision found."""
        key = (decision.list_id, decision.decision_no)
        return [finding for finding in self.findings if (finding.list_id, finding.decision_no) == key]


def signers(found: Record) -> dict[int, tuple[datetime, str]]:
    """Signed message → when the first of its documents arrived here, and the name under which it was filed."""
    said_by: list[tuple[int, datetime, str]] = [
        *((row.message_id, row.arrived_at, row.marketplace_name) for row in found.orders),
        *((row.message_id, row.arrived_at, row.pay_name) for row in found.slips),
        *((row.message_id, row.arrived_at, row.carrier_name) for row in found.waybills),
        *((row.message_id, row.arrived_at, row.agent_name) for row in found.lists),
    ]
    return {number: (at, by) for number, at, by in reversed(said_by) if number in found.signed}


def marketplaces(order_no: str, marketplace_code: str) -> dict[int, tuple[str, str]]:
    """Marketplace id → (seller code, seller name) for which the reader sees an order or a list of that number."""
    rows = trade.order_marketplaces(order_no, marketplace_code) + record.marketplaces_of(order_no, marketplace_code)
    return {marketplace_id: (code, name) for marketplace_id, code, name in rows}


def read(order_no: str, marketplace_id: int, waybills: Sequence[tuple[str, int]] = ()) -> Record:
    """All that the reader of the running transaction may see of one order.

    waybills: keys that are known to belong to it, beside those that its lists name to this reader.
    """
    orders = trade.order_versions(order_no, marketplace_id)
    lists = record.list_versions(order_no, marketplace_id)
    ids = [row.id for row in lists]
    decisions = record.decisions(order_no, ids)
    current = [row for row in lists if row.superseded_by is None]
    keys = sorted({*waybills, *((row.waybill_no, row.carrier_id) for row in current)})
    work = record.work_of([(row.filer_id, row.cop_no) for row in current])
    return Record(
        orders=orders,
        order_lines=trade.order_lines(order_no, [row.id for row in orders]),
        slips=trade.slip_versions(order_no, marketplace_id),
        waybills=trade.waybill_versions(keys),
        lists=lists,
        list_lines=record.list_lines(order_no, [row.id for row in current]),
        work={(row.filer_id, row.cop_no): row for row in work},
        decisions=decisions,
        findings=record.findings(order_no, ids),
        bases=record.bases([row.basis_id for row in decisions]),
        filed=said.filed(order_no, ids),
        replies=said.replies(order_no, ids),
        reviews=lanes.reviews(order_no, ids),
        signed=said.signed(order_no, marketplace_id),
        answered=said.answered(order_no, marketplace_id),
        judge_id=said.judge() if any(row.state == "waiting" for row in work) else None,
    )
