"""Which fields a finding speaks of, and with which value the rule would be met where that can be known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from entrepot.gateways.ceb.fields import Field
from entrepot.modules.declarations.api import Finding
from entrepot.project.portal.corrections.documents import Case, Document, field_of
from entrepot.project.portal.corrections.texts import text_of

# How the value comes about that is offered for a field: as the finding expects it or found it, a fixed one (=), as the
# order or the list has it; none. "else": not the first thing to correct, but the other way to make both agree.
Offer = str
Plan = tuple[tuple[str, str, Offer], ...]
_PLANS: Mapping[tuple[str, str], Plan] = {
    ("E01", "order_id"): (("list", "order_no", ""), ("list", "marketplace_code", "")),
    ("E01", "seller_id"): (
        ("list", "seller_code", "order"),
        ("list", "seller_name", "order"),
        ("list", "order_no", ""),
    ),
    ("E02", "waybill_id"): (
        ("list", "carrier_code", ""),
        ("list", "carrier_name", ""),
        ("list", "waybill_no", ""),
    ),
    ("E02", "waybill_no"): (
        ("list", "waybill_no", ""),
        ("list", "carrier_code", ""),
        ("list", "carrier_name", ""),
        ("list", "gross_weight_kg", ""),
        ("list", "pack_no", ""),
    ),
    ("E03", "seller_id"): (
        ("waybill", "seller_code", "list"),
        ("waybill", "seller_name", "list"),
        ("list", "waybill_no", ""),
    ),
    ("E05", "goods_value"): (("order", "goods_value", "found"),),
    ("E06", "gross_weight_kg"): (("list", "gross_weight_kg", "expected"), ("waybill", "gross_weight_kg", "else")),
    ("E06", "pack_no"): (("list", "pack_no", "expected"), ("waybill", "pack_no", "else")),
    ("E07", "charge"): (("slip", "charge", "expected"), ("order", "goods_value", "else"), ("order", "freight", "else")),
    ("E07", "currency"): (("slip", "currency", "expected"),),
    ("E10", "licence_no"): (("list", "statistics_flag", "=B"), ("list", "licence_no", "")),
    ("E10", "hs_code"): (("list", "statistics_flag", "=B"), ("list", "hs_code", "else")),
    ("F03", "net_weight_kg"): (("list", "net_weight_kg", ""), ("list", "gross_weight_kg", "")),
    ("F09", "qty1"): (("list", "qty1", "expected"), ("list", "unit1", "")),
    ("F10", "qty2"): (("list", "qty2", ""), ("list", "unit2", "")),
    ("F10", "unit2"): (("list", "unit2", ""), ("list", "qty2", "")),
}
_EXPECTED = frozenset({"E04", "F08", "F11", "F12", "F13"})
_AS_ORDERED = frozenset({"qty", "price", "total_price", "unit", "currency", "item_no"})
# Fields of a list that customs may have sent back for a reason in words alone.
_USUAL = ("waybill_no", "statistics_flag", "licence_no", "country", "pod", "pack_no", "gross_weight_kg",
          "net_weight_kg", "freight", "insured_fee")  # fmt: skip
_USUAL_OF_LINE = ("item_no", "declared_name", "hs_code", "qty", "unit", "qty1", "price", "total_price")
_MOST_LINES = 20


@dataclass(frozen=True)
class Spot:
    """One field to correct. line: place among the lines, None for the head; offer: a value that meets the rule.

    otherwise: the other way to make both agree, if this document is the wrong one.
    """

    document: Document
    line: int | None
    field: Field
    offer: str | None = None
    otherwise: bool = False

    @property
    def key(self) -> str:
        """Its name in forms and drafts: kind, version, line (h: head), field."""
        return f"{self.document.kind}.{self.document.id}.{self.suffix}"

    @property
    def suffix(self) -> str:
        """The part of the key that another version of the document has too."""
        return f"{'h' if self.line is None else self.line}.{self.field.column}"

    @property
    def filed(self) -> str:
        """What was filed, as text."""
        return text_of(self.document.row(self.line).get(self.field.column))

    @property
    def gnum(self) -> int | None:
        """The number of the line."""
        return None if self.line is None else int(self.document.lines[self.line]["gnum"])


def spots_of(finding: Finding, findings: Sequence[Finding], case: Case) -> list[Spot]:
    """The fields of this finding, the likeliest first."""
    if _follows(finding, findings):
        return []
    found = [spot for plan in _plan(finding) for spot in _planned(finding, case, plan)]
    twins = [twin for spot in found for twin in _as_ordered(finding, case, spot)]
    total = _goods_value(case, twins)
    return [*found, *twins, *([total] if total else [])]


def usual(case: Case) -> list[Spot]:
    """Fields of the list itself, for a refusal that our rules did not make."""
    spots = [_spot(case.filed, None, column) for column in _USUAL]
    lines = range(min(len(case.filed.lines), _MOST_LINES))
    return [*spots, *(_spot(case.filed, line, column) for line in lines for column in _USUAL_OF_LINE)]


def _follows(finding: Finding, findings: Sequence[Finding]) -> bool:
    """Whether a finding goes away by itself when others do: a sum that differs because a line does."""
    others = {each.rule for each in findings if each.outcome == "failed" and each.gnum is not None}
    return finding.rule == "E05" and bool(others & {"E04", "F07", "F08"})


def _plan(finding: Finding) -> Plan:
    if finding.outcome != "failed":
        return ()
    planned = _PLANS.get((finding.rule, finding.field))
    if planned is not None:
        return planned
    column = (finding.found or "") if finding.field == "number" else finding.field
    return (("list", column, "expected" if finding.rule in _EXPECTED else ""),)


def _planned(finding: Finding, case: Case, plan: tuple[str, str, Offer]) -> Iterator[Spot]:
    kind, column, how = plan
    documents = case.of(kind)
    for document in documents:
        for line in _lines(finding, document, column):
            offer = _offer(finding, case, column, how) if len(documents) == 1 else None
            yield _spot(document, line, column, offer, otherwise=how == "else")


def _lines(finding: Finding, document: Document, column: str) -> list[int | None]:
    """Where in the document the finding points: the head, its line, or every line that has it."""
    if document.kind == "list" and column == "seller_code":
        return [None]
    places: list[int | None] = [
        place
        for place, line in enumerate(document.lines)
        if field_of(document.kind, column, of_line=True) and finding.gnum == line["gnum"]
    ]
    if places or (finding.gnum is not None and not field_of(document.kind, column, of_line=False)):
        return places
    return [None] if field_of(document.kind, column, of_line=False) else []


def _offer(finding: Finding, case: Case, column: str, how: Offer) -> str | None:
    if how.startswith("="):
        return how[1:]
    if how == "expected":
        return finding.expected
    if how == "found":
        return finding.found
    other = next(iter(case.of(how)), None) if how in {"order", "list"} else None
    return text_of(other.head[column]) if other and other.is_seen else None


def _as_ordered(finding: Finding, case: Case, spot: Spot) -> Iterator[Spot]:
    """The same field of the order's line, where it has the same wrong value: both are corrected, or neither agrees."""
    order = next(iter(case.of("order")), None)
    of_form = finding.rule.startswith("F") and spot.document.kind == "list" and spot.line is not None
    if order is None or not of_form or spot.field.column not in _AS_ORDERED:
        return
    for place, line in enumerate(order.lines):
        if line["gnum"] == spot.gnum and text_of(line[spot.field.column]) == spot.filed:
            yield _spot(order, place, spot.field.column, spot.offer)


def _goods_value(case: Case, twins: Sequence[Spot]) -> Spot | None:
    """The goods value of the order, when a total of its lines is corrected with it."""
    offers = {spot.line: Decimal(spot.offer) for spot in twins if spot.field.column == "total_price" and spot.offer}
    order = next(iter(case.of("order")), None)
    if order is None or not offers:
        return None
    totals = [offers.get(place) or Decimal(line["total_price"]) for place, line in enumerate(order.lines)]
    return _spot(order, None, "goods_value", text_of(sum(totals, Decimal(0))))


def _spot(
    document: Document, line: int | None, column: str, offer: str | None = None, *, otherwise: bool = False
) -> Spot:
    field = field_of(document.kind, column, of_line=line is not None)
    assert field is not None, (document.kind, column)
    return Spot(document, line, field, offer, otherwise)
