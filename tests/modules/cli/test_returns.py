"""Returns of retail import from the command line."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from entrepot.project.cli.returns import arrived
from entrepot.project.practice.firms import MARKETPLACE
from entrepot.project.wording import Refusal
from tests.databases import Database
from tests.factories.import_line import all_messages, editions_for_imports, guarantee, some_imports
from tests.factories.line import Line, some_sets
from tests.modules.cli.conftest import Station
from tests.modules.line.test_import_withdrawals import ask, last_return, sides

SETS = some_imports(1)
ORDER = SETS.orders["order_no"][0]


@pytest.fixture
def line(practice: Station, db: Database) -> Iterator[Line]:
    """A released list of import, its goods asked back."""
    opened = Line.opened(db.owner, some_sets(1))
    guarantee(opened, MARKETPLACE.customs_code, "1000000")
    opened.references = editions_for_imports()
    opened.send(all_messages(SETS))
    opened.judge()
    yield opened
    opened.close()


def test_goods_that_are_back_in_time_are_given_back(practice: Station, line: Line) -> None:
    ask(line, SETS, "import_return", {gnum: str(qty) for gnum, qty in SETS.list_lines.select("gnum", "qty").rows()})
    told = practice.run(arrived, order_no=ORDER, cop_no=last_return(line), on="2026-06-18")
    assert (told["outcome"], told["tax_back"]) == ("done", f"{SETS.orders['tax_total'][0].normalize():f}")
    assert sides(line) == (Decimal(0), Decimal(0))


def test_goods_that_are_back_too_late_change_nothing_and_the_rule_is_named(practice: Station, line: Line) -> None:
    ask(line, SETS, "import_return", {1: "1"})
    before = sides(line)
    told = practice.run(arrived, order_no=ORDER, cop_no=last_return(line), on="2026-06-19")
    assert (told["outcome"], told["rule"], told["expected"]) == ("refused", "R02", "2026-06-18")
    assert sides(line) == before


def test_goods_of_a_return_that_nobody_asked_for_are_refused(practice: Station, line: Line) -> None:
    with pytest.raises(Refusal, match="waits for its goods"):
        practice.run(arrived, order_no=ORDER, cop_no="W1", on="2026-06-18")
    assert line.states() == {"released": 1}
