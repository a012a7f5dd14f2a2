"""Parts of a shared record as they stand on its page: facts of one thing, tables of several alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entrepot.modules.declarations.web import words
from entrepot.modules.declarations.web.codes import Codes
from entrepot.store.answers import Rows

_Label = str | Promise
_Columns = tuple[tuple[str, _Label], ...]

# (part, rows in it) → what of them is shown, in this order; a column in which nothing stands is left out.
_FACTS: Mapping[tuple[str, str], _Columns] = {
    ("order", "order"): (
        ("placed_at", _("Ordered")),
        ("submitted_at", _("Submitted")),
        ("arrived_at", _("Arrived")),
        ("destination", _("Destination")),
        ("lines", _("Lines")),
    ),
    ("money", "amounts"): (("goods_value", _("Goods value")), ("freight", _("Freight")), ("currency", _("Currency"))),
    ("transport", "lists"): (
        ("cop_no", _("List")),
        ("carrier_name", _("Carrier")),
        ("waybill_no", _("Waybill")),
        ("waybill_arrived_at", _("Arrived")),
        ("goods_info", _("Goods")),
        ("pack_no", _("Packages")),
        ("gross_weight_kg", _("Gross weight, kg")),
        ("net_weight_kg", _("Net weight, kg")),
        ("traf_mode", _("Way of transport")),
        ("traf_name", _("Means of transport")),
        ("voyage_no", _("Flight or voyage")),
        ("bill_no", _("Bill of lading")),
        ("total_package_no", _("Total package")),
        ("port_code", _("Port of exit")),
        ("country", _("Country/region of arrival")),
        ("pod", _("Port of destination")),
        ("ie_date", _("Day of export")),
    ),
    ("customs", "lists"): (
        ("cop_no", _("List")),
        ("state", _("State")),
        ("changed_at", _("Since")),
        ("agent_name", _("Broker")),
        ("customs_code", _("Customs office")),
        ("trade_mode", _("Trade mode")),
        ("submitted_at", _("Submitted")),
        ("pre_no", _("Pre-entry number")),
        ("invt_no", _("Customs list number")),
    ),
}
_TABLES: Mapping[tuple[str, str], tuple[_Label, _Columns]] = {
    ("order", "lines"): (
        _("Line by line"),
        (
            ("gnum", _("No.")),
            ("item_no", _("Item number")),
            ("item_name", _("Goods")),
            ("item_describe", _("Description")),
            ("barcode", _("Barcode")),
            ("qty", _("Quantity")),
            ("unit", _("Unit")),
        ),
    ),
    ("money", "prices"): (
        _("Prices"),
        (
            ("gnum", _("No.")),
            ("price", _("Price")),
            ("total_price", _("Line total")),
            ("currency", _("Currency")),
        ),
    ),
    ("money", "slips"): (
        _("Collection slips"),
        (
            ("pay_no", _("Number")),
            ("pay_name", _("Received through")),
            ("accounting_date", _("Money arrived")),
            ("charge", _("Amount received")),
            ("currency", _("Currency")),
        ),
    ),
    ("goods", "lines"): (
        _("Line by line"),
        (
            ("cop_no", _("List")),
            ("gnum", _("No.")),
            ("item_no", _("Item number")),
            ("declared_name", _("Goods")),
            ("hs_code", _("HS code")),
            ("model", _("Declaration elements")),
            ("barcode", _("Barcode")),
            ("country", _("Country/region of destination")),
            ("qty", _("Quantity")),
            ("unit", _("Unit")),
            ("qty1", _("Statutory quantity 1")),
            ("unit1", _("Statutory unit")),
            ("qty2", _("Statutory quantity 2")),
            ("unit2", _("Statutory unit")),
        ),
    ),
    ("customs", "decisions"): (
        _("What was decided"),
        (
            ("cop_no", _("List")),
            ("at", _("Time")),
            ("kind", _("Kind")),
            ("verdict", _("Verdict")),
            ("lane", _("Lane")),
            ("return_status", _("Official status")),
            ("law_date", _("Law of")),
        ),
    ),
    ("customs", "findings"): (
        _("What was found"),
        (
            ("cop_no", _("List")),
            ("rule", _("Rule")),
            ("outcome", _("Outcome")),
            ("gnum", _("No.")),
            ("field", _("Field")),
        ),
    ),
}
_UNITS, _COUNTRIES = ("unit", "unit1", "unit2"), ("country", "destination")
_WORDS: Mapping[str, Callable[[str], object]] = {
    "state": lambda word: words.state(word).label,
    "verdict": lambda word: words.VERDICTS[word].label,
    "lane": lambda word: words.LANES[word][1],
    "return_status": words.return_status,
    "kind": lambda word: words.DECISION_KINDS[word],
    "outcome": lambda word: words.OUTCOMES[word],
}


@dataclass(frozen=True)
class Facts:
    """One thing: labels with values."""

    labelled: Sequence[tuple[_Label, object]]


@dataclass(frozen=True)
class Table:
    """Several things alike. headings: label, and whether numbers stand below it."""

    caption: _Label
    headings: Sequence[tuple[_Label, bool]]
    rows: Sequence[Sequence[object]]


@dataclass(frozen=True)
class Part:
    """One part of a record. name: as the words of grants have it."""

    part: str
    name: str
    facts: Sequence[Facts]
    tables: Sequence[Table]


def labels(part: str, rows: str) -> dict[str, _Label]:
    """Column → what it is called, in the order of the page, of one kind of rows in a part."""
    columns = _FACTS.get((part, rows)) or _TABLES.get((part, rows), ("", ()))[1]
    return dict(columns)


def shown(part: str, name: str, found: Mapping[str, Rows], codes: Codes) -> Part:
    """What the database answered for one part, codes with their names."""
    facts = [
        Facts([(label, _said(column, row[column], codes)) for column, label in columns if not _is_empty(row[column])])
        for key, columns in _FACTS.items()
        if key[0] == part
        for row in found[key[1]]
    ]
    tables = [
        _table(caption, columns, found[key[1]], codes)
        for key, (caption, columns) in _TABLES.items()
        if key[0] == part and found[key[1]]
    ]
    return Part(part, name, facts, tables)


def _table(caption: _Label, columns: _Columns, rows: Rows, codes: Codes) -> Table:
    used = [(column, label) for column, label in columns if not all(_is_empty(row[column]) for row in rows)]
    headings = [(label, any(isinstance(row[column], Decimal) for row in rows)) for column, label in used]
    return Table(caption, headings, [[_said(column, row[column], codes) for column, _ in used] for row in rows])


def _is_empty(value: object) -> bool:
    return value is None or value == ""


def _said(column: str, value: object, codes: Codes) -> object:
    if _is_empty(value):
        return ""
    if isinstance(value, str):
        if column in _UNITS:
            return codes.said("unit", value)
        if column in _COUNTRIES:
            return codes.said("country", value)
        if column in _WORDS:
            return _WORDS[column](value)
        return codes.said(column, value)
    return value
