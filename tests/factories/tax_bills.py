"""Released import lists with their tax bills, on the line of a test."""

from decimal import Decimal

from entrepot.project.line.tax_bills import bill_some
from entrepot.project.practice.firms import MARKETPLACE
from tests.factories.import_line import all_messages, editions_for_imports, guarantee, some_imports
from tests.factories.line import Line


def billed_imports(line: Line, count: int, *, first_no: int = 700) -> list[tuple[str, str, Decimal]]:
    """Number, order and sum of the bills of `count` new lists, the highest number first."""
    guarantee(line, MARKETPLACE.customs_code, "1000000")
    before, line.references = line.references, editions_for_imports()
    line.send(all_messages(some_imports(count, first_no=first_no)))
    line.judge()
    line.references = before
    while bill_some(line.setting, now=line.now):
        pass
    return line.setting.lookups.execute(
        "SELECT tax_no, order_no, customs_tax + value_added_tax + consumption_tax FROM declarations_tax_bill"
        " ORDER BY tax_no DESC LIMIT %s",
        (count,),
    ).fetchall()
