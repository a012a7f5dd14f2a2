"""What the engine says of a corrected set before it is sent: the same rules, figures and editions as the judge's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import polars as pl
from django.db import connection

from entrepot import rulebook
from entrepot.engines.clearance import Batch, Explanation, References, explain, judge
from entrepot.engines.clearance import frames as engine
from entrepot.kernel.violations import Violation
from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.declarations import api as declarations
from entrepot.modules.parties import api as parties
from entrepot.modules.trade import api as trade
from entrepot.project.portal.corrections.documents import Case, Document, Row
from entrepot.store.connection import under_django

_LIVING = ("due", "waiting", "ready", "not_checked", "filed", "released", "held")
_STRANGER = -1  # another firm, whichever: it agrees with nobody


@dataclass(frozen=True)
class Prechecked:
    """verdict: pass, fail, not_checked or wait; against: what would still be wrong; unchecked: what cannot be said."""

    verdict: str
    waiting_for: tuple[str, ...]
    against: tuple[Explanation, ...]
    unchecked: tuple[Explanation, ...]

    @property
    def passes(self) -> bool:
        """Whether nothing speaks against it."""
        return self.verdict == "pass"


@dataclass(frozen=True)
class Before:
    """What the refusal was about. bound: its decision had a waybill, whoever sees it."""

    filed: Document
    findings: Sequence[declarations.Finding]
    bound: bool


def precheck(case: Case, before: Before, language: str, *, now: datetime) -> Prechecked:
    """The verdict on the list of this case if it were filed now; lanes are drawn by the station alone."""
    batch = _batch(case, before, now)
    verdicts = judge(batch, rulebook.load(), _references(now), now, None)
    row = verdicts.verdicts.row(0, named=True)
    figures = verdicts.figures[row["figures_no"]]
    spoken = "zh" if language.startswith("zh") else "en"
    said: dict[str, list[Explanation]] = {"failed": [], "not_checked": []}
    for found in verdicts.findings.iter_rows(named=True):
        facts = {name: found[name] for name in ("rule", "revision", "field", "gnum", "found", "expected", "outcome")}
        violation = Violation(parameters=tuple(found["parameters"]), **facts)
        said[found["outcome"]].append(explain(violation, rulebook.load(), figures, spoken))  # type: ignore[arg-type]
    return Prechecked(row["verdict"], tuple(row["waiting_for"]), tuple(said["failed"]), tuple(said["not_checked"]))


def _references(now: datetime) -> References:
    day = parties.china_day(now)
    in_force = catalogue.editions(under_django(), day)
    usable = tuple(sorted(edition.hash for edition in in_force.values() if not edition.is_overdue(day)))
    key = (str(connection.settings_dict["NAME"]), usable)
    if key not in _kept:
        _kept.clear()
        _kept[key] = catalogue.references(under_django(), day)
    return _kept[key]


# An edition never changes: what its checks need is prepared once for all questions until another one is in force.
_kept: dict[tuple[str, tuple[str, ...]], References] = {}


def _frame(schema: engine.Schema, rows: Sequence[Row]) -> pl.DataFrame:
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=dict(schema))


def _batch(case: Case, before: Before, now: datetime) -> Batch:
    order = next((each for each in case.of("order") if each.is_seen), None)
    filed = _resolved(case.filed)
    if order and (order.head["order_no"], order.head["marketplace_id"]) != (filed["order_no"], filed["marketplace_id"]):
        order = _order_of(filed)
    waybill = _waybill_of(case, filed) or _not_seen(before, filed)
    list_id = case.filed.id
    head = {**filed, "list_id": list_id, "app_time": now, "arrived_at": now, "app_status": "2",
            "order_id": order.id if order else None, "waybill_id": waybill["id"] if waybill else None}  # fmt: skip
    return Batch(
        lists=_frame(engine.LISTS, [head]),
        list_lines=_frame(engine.LIST_LINES, [{**line, "list_id": list_id} for line in case.filed.lines]),
        orders=_frame(engine.ORDERS, [{**_declared(order), "order_id": order.id}] if order else []),
        order_lines=_frame(
            engine.ORDER_LINES, [{**line, "order_id": order.id} for line in order.lines] if order else []
        ),
        waybills=_frame(engine.WAYBILLS, [{**waybill, "waybill_id": waybill["id"]}] if waybill else []),
        slips=_frame(engine.SLIPS, [{**slip.head, "slip_id": slip.id} for slip in case.of("slip")]),
        **_others(filed, list_id),
    )


def _declared(document: Document) -> dict[str, Any]:
    return {**document.head, "line_count": len(document.lines), "deleted": False}


def _resolved(document: Document) -> dict[str, Any]:
    """The head with the parties of its codes, where an answer changed a code."""
    head = dict(document.head)
    for code, party in (("seller_code", "seller_id"), ("marketplace_code", "marketplace_id")):
        known = parties.known_code(str(head[code]))
        if known is not None:
            head[party] = known
    return head


def _order_of(filed: Mapping[str, Any]) -> Document | None:
    found = trade.order_as_filed(str(filed["order_no"]), int(filed["marketplace_id"]))
    return Document("order", found[0], tuple(found[1]), None) if found else None


def _waybill_of(case: Case, filed: Mapping[str, Any]) -> dict[str, Any] | None:
    """The waybill that the list names now: the one of the case with its answers, or another one."""
    known = next((each for each in case.of("waybill") if each.is_seen), None)
    named = filed["waybill_no"], filed["carrier_code"]
    if known is None or (known.head["waybill_no"], known.head["carrier_code"]) != named:
        found = trade.waybill_as_filed(str(named[0]), str(named[1]))
        return dict(found) if found else None
    waybill = dict(known.head)
    if waybill["seller_code"]:
        waybill["seller_id"] = parties.known_code(str(waybill["seller_code"])) or waybill["seller_id"]
    return waybill


def _not_seen(before: Before, filed: Mapping[str, Any]) -> dict[str, Any] | None:
    """A waybill that is there and not the reader's to see: as the refusal expected it, else as the list had it."""
    then = before.filed.head
    if not before.bound or (then["waybill_no"], then["carrier_code"]) != (filed["waybill_no"], filed["carrier_code"]):
        return None
    expected = {each.field: each.expected for each in before.findings if each.rule == "E06"}
    strange = any(each.rule == "E03" for each in before.findings)
    return {
        "id": 1,
        "seller_id": _STRANGER if strange else None,
        "app_status": "2",
        "deleted": False,
        "gross_weight_kg": Decimal(expected.get("gross_weight_kg") or then["gross_weight_kg"]),
        "pack_no": int(expected.get("pack_no") or then["pack_no"]),
    }


def _others(filed: Mapping[str, Any], list_id: int) -> dict[str, pl.DataFrame]:
    """Other living lists of the order and on the waybill, as far as the reader sees them."""
    record = declarations.read(str(filed["order_no"]), int(filed["marketplace_id"]))
    siblings = []
    for row in record.current_lists:
        work = record.work.get((row.filer_id, row.cop_no))
        if row.id != list_id and work and work.state in _LIVING:
            beside = {**vars(row), "list_id": row.id, "state": work.state}
            lines = [line for line in record.list_lines if line.list_id == row.id]
            siblings += [{**beside, "gnum": line.gnum, "total_price": line.total_price} for line in lines]
    uses = declarations.uses_of_waybill(str(filed["waybill_no"]), int(filed["carrier_id"]), _LIVING)
    return {
        "siblings": _frame(engine.SIBLINGS, siblings),
        "waybill_uses": _frame(engine.WAYBILL_USES, [use for use in uses if use["list_id"] != list_id]),
    }
