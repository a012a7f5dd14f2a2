"""A list beside its order, line by line, differences marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entrepot.modules.declarations.queries.record import ListLine, ListVersion
from entrepot.modules.declarations.queries.whole import Record
from entrepot.modules.declarations.web.codes import Codes
from entrepot.modules.trade import api as trade

SHOWN = 60

_COLUMNS: tuple[tuple[str, str | Promise], ...] = (
    ("item_no", _("Item number")),
    ("qty", _("Quantity")),
    ("unit", _("Unit")),
    ("price", _("Price")),
    ("total_price", _("Line total")),
    ("currency", _("Currency")),
)


@dataclass(frozen=True)
class Cell:
    """One value on both sides; codes with their names. `differs` only where both sides have one."""

    order: object
    listed: object

    @property
    def differs(self) -> bool:
        """Whether both sides say something and not the same."""
        return self.order is not None and self.listed is not None and self.order != self.listed

    @property
    def is_number(self) -> bool:
        """Whether it is shown as a number."""
        return isinstance(self.order or self.listed, Decimal)


@dataclass(frozen=True)
class Line:
    """One line number; missing: "order" or "list" where one side has no such line, else empty."""

    gnum: int
    order_name: str
    declared_name: str
    hs_code: str
    cells: Sequence[Cell]
    missing: str

    @property
    def agrees(self) -> bool:
        """Whether both sides say the same."""
        return not self.missing and not any(cell.differs for cell in self.cells)


@dataclass(frozen=True)
class Comparison:
    """Lines that differ all, lines that agree up to SHOWN; hidden: how many more agree."""

    lines: Sequence[Line]
    hidden: int
    differing: int
    order_version: int | None
    order_total: Decimal | None
    list_total: Decimal
    currency: str

    @property
    def headings(self) -> list[str | Promise]:
        """The columns that both sides have."""
        return [label for _name, label in _COLUMNS]


def compare(record: Record, row: ListVersion, codes: Codes) -> Comparison:
    """The list beside the order version that its decision used, else beside the current one.

    A list that shares its order with others is compared on its own lines only.
    """
    decision = record.decision_on(row)
    bound = decision.order_id if decision else None
    order = next((each for each in record.orders if each.id == bound), None) or next(
        (each for each in record.orders if each.superseded_by is None), None
    )
    ordered = {line.gnum: line for line in record.order_lines if order and line.order_id == order.id}
    listed = {line.gnum: line for line in record.list_lines if line.list_id == row.id}
    numbers = set(listed) if len(record.current_lists) > 1 else set(listed) | set(ordered)
    seen = order is not None
    lines = [
        _line(number, ordered.get(number), listed.get(number), codes, order_seen=seen) for number in sorted(numbers)
    ]
    differing = [line for line in lines if not line.agrees]
    shown = {line.gnum for line in [*differing, *[line for line in lines if line.agrees][:SHOWN]]}
    return Comparison(
        lines=[line for line in lines if line.gnum in shown],
        hidden=len(lines) - len(shown),
        differing=len(differing) if order else 0,
        order_version=order.version if order else None,
        order_total=order.goods_value if order else None,
        list_total=sum((line.total_price for line in listed.values()), Decimal(0)),
        currency=codes.said("currency", order.currency) if order else "",
    )


def _said(line: trade.OrderLine | ListLine | None, name: str, codes: Codes) -> object:
    value = getattr(line, name, None)
    return codes.said(name, value) if isinstance(value, str) else value


def _line(gnum: int, order: trade.OrderLine | None, mine: ListLine | None, codes: Codes, *, order_seen: bool) -> Line:
    cells = [Cell(_said(order, name, codes), _said(mine, name, codes)) for name, _label in _COLUMNS]
    missing = "list" if mine is None else ("order" if order is None and order_seen else "")
    return Line(
        gnum,
        order.item_name if order else "",
        mine.declared_name if mine else "",
        mine.hs_code if mine else "",
        cells,
        missing,
    )
