"""Tax bills, and what the record says of retail import, from the command line."""

import json
from decimal import Decimal

import pytest

from entrepot.project.cli.record import record
from entrepot.project.cli.returns import arrived
from entrepot.project.cli.tax_bills import list_, show
from entrepot.project.line.tax_bills import bill_some
from entrepot.project.practice.firms import BROKER, CARRIERS, MARKETPLACE
from entrepot.project.wording import Refusal
from tests.factories.line import Line
from tests.modules.cli.conftest import Station
from tests.modules.cli.test_returns import ORDER, SETS, line  # noqa: F401 - a fixture
from tests.modules.line.test_import_withdrawals import ask, last_return, number_of

TAX = SETS.orders["tax_total"][0]


@pytest.fixture
def billed(line: Line) -> Line:  # noqa: F811
    """A released list of import with its bill."""
    bill_some(line.setting, now=line.now)
    return line


def test_bills_are_listed_for_who_pays_and_who_filed_and_shown_with_lines(practice: Station, billed: Line) -> None:
    number = f"{number_of(billed)}T001"
    for code in (None, MARKETPLACE.customs_code, BROKER.customs_code):
        (bill,) = practice.run(list_, of=code)["bills"]
        said = (bill["tax_no"], Decimal(bill["total"]), bill["state"], bill["order_no"])
        assert said == (number, TAX, "made", ORDER)
    assert practice.run(list_, of=CARRIERS[0].customs_code)["bills"] == []
    assert practice.run(list_, before=number)["bills"] == []
    shown = practice.run(show, number=number)
    assert [one["gnum"] for one in shown["lines"]] == [1, 2]
    with pytest.raises(Refusal, match="found none under X"):
        practice.run(show, number="X")
    with pytest.raises(Refusal, match="code of a firm"):
        practice.run(list_, of="nobody")


def test_the_record_tells_of_payment_tax_bill_and_return_and_names_nobody(practice: Station, billed: Line) -> None:
    ask(billed, SETS, "import_return", {1: "1"})
    number = last_return(billed)
    told = practice.run(arrived, order_no=ORDER, cop_no=number, on="2026-06-18")
    bill_some(billed.setting, now=billed.now)
    found = practice.run(record, order_no=ORDER)
    bill = f"{number_of(billed)}T00"
    kinds = {"payment", "tax", "tax-bill", "withdrawal", "withdrawn"}
    said = [entry["what"] for entry in found["entries"] if entry["kind"] in kinds]
    left = TAX - Decimal(told["tax_back"])
    assert sorted(said) == sorted([
        "Payment", f"Tax computed: {TAX:,.2f} CNY", f"Tax bill {bill}1: {TAX:,.2f} CNY", f"Tax bill {bill}1 is void",
        f"Tax bill {bill}2: {left:,.2f} CNY", f"Return {number} asked for",
        f"Return {number} accepted: the goods are awaited", f"Return {number}: the goods are back",
    ])  # fmt: skip
    (order,), (payment,) = (frame.rows(named=True) for frame in (SETS.orders, SETS.payments))
    secret = [order[name] for name in ("buyer_name", "buyer_id_number", "consignee", "consignee_telephone")]
    written = json.dumps(found, ensure_ascii=False)
    assert not any(value in written for value in [*secret, payment["payer_name"], payment["payer_id_number"]])


def test_a_cancelled_list_says_what_it_gave_back_and_a_refused_wish_its_rule(practice: Station, billed: Line) -> None:
    ask(billed, SETS, "import_cancel")
    ask(billed, SETS, "import_cancel")
    found = practice.run(record, order_no=ORDER)["entries"]
    became = [entry for entry in found if entry["kind"] == "withdrawn"]
    assert [one["what"].partition(" ")[2].partition(" ")[2] for one in became] == ["the list is cancelled", "refused"]
    assert became[0]["facts"]["Tax given back"] == f"{TAX:,.2f} CNY"
    assert became[1]["facts"]["Rule"] == "C03"
