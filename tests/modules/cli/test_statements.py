"""Account statements from the command line."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from entrepot.project.cli import statements
from entrepot.project.wording import Refusal
from tests.databases import Database
from tests.modules.cli.conftest import Station

if TYPE_CHECKING:
    from tests.factories.finance import Lending


@pytest.fixture
def sale(db: Database, practice: Station) -> "Iterator[Lending]":
    from tests.factories.finance import make_lending

    made = make_lending(db.owner, ("order",))
    yield made
    made.line.close()


def test_a_practice_statement_pays_an_order_to_the_cent(practice: Station, sale: "Lending", tmp_path: Path) -> None:
    out = tmp_path / "statement.xml"
    practice.run(statements.practice, orders=[sale.order_no], by=sale.seller_code, out=out)
    (brought,) = practice.run(statements.bring, file=out, by=sale.seller_code)["statements"]
    assert (brought["matched"], brought["open"]) == (1, 1)
    assert brought["entries"][0]["orders"] == [sale.order_no]
    assert practice.run(statements.show, number=brought["statement"], by=sale.seller_code) == brought
    with pytest.raises(Refusal, match="was brought on"):
        practice.run(statements.bring, file=out, by=sale.seller_code)


def test_what_is_no_statement_is_refused(practice: Station, sale: "Lending", tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.xml"
    wrong.write_bytes(b"a,b\n1,2\n")
    with pytest.raises(Refusal, match=r"camt\.053"):
        practice.run(statements.bring, file=wrong, by=sale.seller_code)
    with pytest.raises(Refusal, match="found none"):
        practice.run(statements.bring, file=tmp_path / "nothing.xml", by=sale.seller_code)
    with pytest.raises(Refusal, match="none numbered NO-1"):
        practice.run(statements.practice, orders=["NO-1"], by=sale.seller_code, out=wrong)
