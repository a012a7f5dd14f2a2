"""Decisions on the caller's lists, read on from a cursor."""

from collections.abc import Sequence
from urllib.parse import quote

from django.http import HttpRequest
from ninja import Router

from entrepot.modules.declarations import api as declarations
from entrepot.modules.declarations.api import Decided, Found
from entrepot.project.api import shapes
from entrepot.project.api.cursors import cursor, place_of
from entrepot.project.api.parameters import After, Limit
from entrepot.project.api.tokens import Caller, Needs, as_reader

router = Router(tags=["decisions"])
ADDRESS = "/api/v1/decisions"
FEED = "d"


@router.get("/decisions", auth=Needs("decisions:read"), response=shapes.Decisions)
def read_decisions(request: HttpRequest, after: After = None, limit: Limit = 100) -> dict[str, object]:
    """Decisions after a cursor."""
    caller: Caller = request.auth  # type: ignore[attr-defined] # the framework's
    place = place_of(FEED, after, 3)
    reader = caller.reader
    with as_reader(caller) as connection:
        page = declarations.decided_after(
            connection, reader.party_ids, reader.client_ids, after=(place[0], place[1], place[2]), limit=limit
        )
        found = declarations.found_by(connection, page.decided)
    return {
        "decisions": [_described(row, found) for row in page.decided],
        "next": cursor(FEED, page.following),
        "more": page.more,
    }


def record_address(marketplace_code: str, order_no: str) -> str:
    """Where the record of an order is."""
    return f"/api/v1/records/{quote(marketplace_code, safe='')}/{quote(order_no, safe='')}"


def _described(row: Decided, found: Sequence[Found]) -> dict[str, object]:
    mine = [one for one in found if (one.list_id, one.decision_no) == (row.list_id, row.decision_no)]
    return {
        **{name: getattr(row, name) for name in _SAME},
        "findings": [described_finding(one) for one in mine],
        "record": record_address(row.marketplace_code, row.order_no),
    }


_SAME = (
    "order_no",
    "marketplace_code",
    "seller_code",
    "agent_code",
    "cop_no",
    "waybill_no",
    "decision_no",
    "kind",
    "verdict",
    "lane",
    "return_status",
    "law_date",
    "at",
    "practice",
    "decided_by",
)


def described_finding(finding: Found | declarations.Finding) -> dict[str, object]:
    """A finding as facts."""
    return {
        "rule": finding.rule,
        "revision": finding.revision,
        "outcome": finding.outcome,
        "line": finding.gnum,
        "field": finding.field,
        "found": finding.found,
        "expected": finding.expected,
    }
