"""Import lists are judged by their own regime: documents, limits, guarantee, tax; replies 622."""

from decimal import Decimal

import pytest

from entrepot.modules.ledgers import api as ledgers
from entrepot.project.practice.firms import MARKETPLACE
from tests.factories.import_line import all_messages, editions_for_imports, guarantee, some_imports
from tests.factories.line import Line

CODE = MARKETPLACE.customs_code


@pytest.fixture
def imports(line: Line) -> Line:
    """A station with the editions of import, where the marketplace has a large guarantee."""
    guarantee(line, CODE, "1000000")
    line.references = editions_for_imports()
    return line


def findings(line: Line) -> list[tuple[str, ...]]:
    return line.setting.lookups.execute(
        "SELECT rule, outcome, field, found, expected FROM declarations_finding ORDER BY list_id, finding_no"
    ).fetchall()


def test_a_clean_set_is_released_its_tax_kept_and_year_and_guarantee_spent(imports: Line) -> None:
    sets = some_imports(3)
    imports.send(all_messages(sets))
    imports.judge()
    assert findings(imports) == []
    assert imports.states() == {"released": 3}
    row = imports.setting.lookups.execute("SELECT sum(amount), count(*) FROM declarations_tax").fetchone()
    withheld = sum(sets.orders["tax_total"])
    assert row is not None
    assert row[1] == 6
    assert abs(row[0] - withheld) < Decimal("0.05")
    balance = ledgers.balances(imports.setting.lookups, "guarantee", [CODE])[CODE]
    assert (balance.spent, balance.held) == (withheld, 0)
    spent = imports.setting.lookups.execute(
        "SELECT sum(spent), count(*) FROM ledgers_account WHERE kind = 'person_year'"
    ).fetchone()
    assert spent == (sum(sets.orders["goods_value"]) + sum(sets.orders["freight"]), 3)
