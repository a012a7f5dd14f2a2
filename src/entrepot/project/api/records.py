"""The record of one order, as far as the caller may see it."""

from collections.abc import Iterable, Sequence
from dataclasses import fields

from django.http import HttpRequest
from ninja import Router

from entrepot.modules.declarations import api as declarations
from entrepot.modules.declarations.api import Decision, ListVersion, Record
from entrepot.modules.parties import api as parties
from entrepot.modules.trade.api import OrderVersion
from entrepot.project.api import shapes
from entrepot.project.api.decisions import described_finding
from entrepot.project.api.parameters import Seller
from entrepot.project.api.problems import Problem, language_of
from entrepot.project.api.tokens import Caller, Needs, as_reader

router = Router(tags=["records"])


@router.get("/records/{marketplace}/{path:order_no}", auth=Needs("records:read"), response=shapes.Record)
def read_record(request: HttpRequest, marketplace: str, order_no: str, seller: Seller = "") -> dict[str, object]:
    """All of one order that the caller may see."""
    caller: Caller = request.auth  # type: ignore[attr-defined] # the framework's
    if not all(text.isprintable() for text in (marketplace, order_no)):
        raise Problem("not-found")
    with as_reader(caller):
        found = declarations.marketplaces(order_no, marketplace)
        chosen = {number: code for number, (code, _) in found.items() if not seller or code == seller}
        if not chosen:
            raise Problem("not-found")
        if len(chosen) > 1:
            raise Problem("several-sellers", found=", ".join(sorted(chosen.values())))
        record = declarations.read(order_no, next(iter(chosen)))
        if record.is_empty:
            raise Problem("not-found")
        return _described(record, language_of(request))


def _described(record: Record, language: str) -> dict[str, object]:
    head = (*record.orders, *record.lists)[0]
    names = _names(record)
    return {
        **{name: getattr(head, name) for name in _HEAD},
        "orders": [_order(record, row) for row in record.orders],
        "slips": [_version(row) for row in record.slips],
        "waybills": [_version(row) for row in record.waybills],
        "lists": [_list(record, row, names, language) for row in record.current_lists],
    }


_HEAD = ("order_no", "marketplace_code", "marketplace_name", "seller_code", "seller_name", "practice")


def _names(record: Record) -> dict[int, str]:
    """Names of the parties that decide, where the caller may see them."""
    firms = parties.firms({row.by_id for row in record.decisions})
    return {number: firm.name_zh or firm.name_en for number, firm in firms.items()}


def _plain(row: object) -> dict[str, object]:
    return {field.name: getattr(row, field.name) for field in fields(row)}  # type: ignore[arg-type] # dataclasses only


def _version(row: object) -> dict[str, object]:
    plain = _plain(row)
    return {**plain, "current": plain["superseded_by"] is None}


def _order(record: Record, row: OrderVersion) -> dict[str, object]:
    return {**_version(row), "lines": [_plain(line) for line in record.order_lines if line.order_id == row.id]}


def _list(record: Record, row: ListVersion, names: dict[int, str], language: str) -> dict[str, object]:
    work = record.work.get((row.filer_id, row.cop_no))
    made: Iterable[Decision] = (decision for decision in record.decisions if decision.list_id == row.id)
    return {
        **_version(row),
        "state": work.state if work else ("deleted" if row.deleted else "due"),
        "waiting_for": list(work.waiting_for) if work else [],
        "lines": [_plain(line) for line in record.list_lines if line.list_id == row.id],
        "decisions": [
            {**_plain(decision), "by": names.get(decision.by_id, ""), "decided_by": record.decided_by(decision),
             "findings": _explained(record, row, decision, language)}
            for decision in made
        ],
    }  # fmt: skip


def _explained(record: Record, row: ListVersion, decision: Decision, language: str) -> Sequence[dict[str, object]]:
    basis = record.bases.get(decision.basis_id)
    return [
        {
            **described_finding(each.finding),
            "title": each.said.title,
            "sentence": f"{each.said.expected} {each.said.found} {each.said.do}",
            "figures": [
                {"name": figure.name, "value": figure.value, "since": figure.since, "source": figure.source}
                for figure in each.said.figures
            ],
        }
        for each in declarations.explained(record.findings_of(decision), decision, row, basis, language)
    ]
