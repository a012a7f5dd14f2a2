"""One order's declaration lists with everything said and decided about them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from entrepot.store.select import select


@dataclass(frozen=True)
class ListVersion:
    """One version of a declaration list, as filed."""

    id: int
    version: int
    superseded_by: int | None
    deleted: bool
    order_no: str
    filer_id: int
    cop_no: str
    marketplace_id: int
    marketplace_code: str
    marketplace_name: str
    seller_id: int
    seller_code: str
    seller_name: str
    agent_id: int
    agent_code: str
    agent_name: str
    carrier_id: int
    carrier_code: str
    carrier_name: str
    waybill_no: str
    customs_code: str
    port_code: str
    pre_no: str | None
    invt_no: str | None
    trade_mode: str
    statistics_flag: str
    traf_mode: str
    country: str
    pod: str
    gross_weight_kg: Decimal
    net_weight_kg: Decimal
    pack_no: int
    line_count: int
    message_id: int
    app_type: str
    app_time: datetime
    app_status: str
    arrived_at: datetime
    practice: bool


@dataclass(frozen=True)
class ListLine:
    """One line of one version of a list."""

    list_id: int
    gnum: int
    item_no: str
    hs_code: str
    declared_name: str
    country: str
    currency: str
    qty: Decimal
    unit: str
    qty1: Decimal
    unit1: str
    price: Decimal
    total_price: Decimal


@dataclass(frozen=True)
class Work:
    """Where a list stands now; list_id is its current version."""

    filer_id: int
    cop_no: str
    list_id: int
    state: str
    waiting_for: list[str]
    decision_no: int
    changed_at: datetime


@dataclass(frozen=True)
class Decision:
    """One pre-check, decision or reply. Frozen with the figures in force: see `basis_id`."""

    list_id: int
    decision_no: int
    kind: str
    verdict: str
    lane: str
    return_status: str
    order_id: int | None
    waybill_id: int | None
    law_date: date
    basis_id: int
    by_id: int
    at: datetime
    practice: bool


@dataclass(frozen=True)
class Finding:
    """One check that failed or could not be made: facts, never sentences."""

    order_no: str
    list_id: int
    decision_no: int
    finding_no: int
    rule: str
    revision: int
    outcome: str
    gnum: int | None
    field: str
    found: str | None
    expected: str | None
    parameters: list[str]


@dataclass(frozen=True)
class Basis:
    """What decisions rest on: a version of the rulebook and the interval of law."""

    id: int
    rulebook_hash: str
    law_from: date
    law_until: date | None


def marketplaces_of(order_no: str, marketplace_code: str) -> list[tuple[int, str, str]]:
    """(marketplace id, seller code, seller name) of the lists with that order number filed under that code."""
    return select(
        _named,
        """
        SELECT DISTINCT ON (marketplace_id) marketplace_id, seller_code, seller_name FROM declarations_list
         WHERE order_no = %s AND marketplace_code = %s ORDER BY marketplace_id, id DESC
        """,
        (order_no, marketplace_code),
    )


def list_versions(order_no: str, marketplace_id: int) -> list[ListVersion]:
    """All versions of all lists of one order, the oldest first."""
    return select(
        ListVersion,
        "SELECT l.FIELDS FROM declarations_list l WHERE l.order_no = %s AND l.marketplace_id = %s ORDER BY l.id",
        (order_no, marketplace_id),
    )


def list_lines(order_no: str, list_ids: Sequence[int]) -> list[ListLine]:
    """The lines of these versions, in the order of their numbers."""
    return select(
        ListLine,
        "SELECT l.FIELDS FROM declarations_list_line l"
        " WHERE l.order_no = %s AND l.list_id = ANY(%s) ORDER BY l.list_id, l.gnum",
        (order_no, list(list_ids)),
    )


def work_of(keys: Sequence[tuple[int, str]]) -> list[Work]:
    """Where the lists with these (filer id, cop_no) stand."""
    return select(
        Work,
        "SELECT w.FIELDS FROM declarations_work w"
        " JOIN unnest(%s::bigint[], %s::text[]) AS k (filer, cop) ON w.filer_id = k.filer AND w.cop_no = k.cop",
        ([filer for filer, _ in keys], [cop_no for _, cop_no in keys]),
    )


def decisions(order_no: str, list_ids: Sequence[int]) -> list[Decision]:
    """All pre-checks, decisions and replies on these versions, the oldest first."""
    return select(
        Decision,
        "SELECT d.FIELDS FROM declarations_decision d"
        " WHERE d.order_no = %s AND d.list_id = ANY(%s) ORDER BY d.at, d.list_id, d.decision_no",
        (order_no, list(list_ids)),
    )


def findings(order_no: str, list_ids: Sequence[int]) -> list[Finding]:
    """All findings on these versions, by decision, then as the engine numbered them."""
    return select(
        Finding,
        "SELECT f.FIELDS FROM declarations_finding f"
        " WHERE f.order_no = %s AND f.list_id = ANY(%s) ORDER BY f.list_id, f.decision_no, f.finding_no",
        (order_no, list(list_ids)),
    )


def bases(ids: Sequence[int]) -> dict[int, Basis]:
    """What these decisions rest on, by id."""
    rows = select(Basis, "SELECT b.FIELDS FROM declarations_basis b WHERE b.id = ANY(%s)", (sorted(set(ids)),))
    return {row.id: row for row in rows}


def _named(party_id: int, code: str, name: str) -> tuple[int, str, str]:
    return party_id, code, name


def rulebook_content(rulebook_hash: str) -> dict[str, Any] | None:
    """The content of a rulebook version as it was stored when a decision first used it."""
    sql = "SELECT r.content::text FROM declarations_rulebook r WHERE r.hash = %s"
    found = select(json.loads, sql, (rulebook_hash,))
    return found[0] if found else None
