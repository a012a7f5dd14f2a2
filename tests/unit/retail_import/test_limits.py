"""The limit of one transaction, the year of a person and the guarantee of a firm, to the cent."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from entrepot.engines.clearance import NotTheFrame, explain
from entrepot.engines.retail_import import REGIME, Batch, Verdicts, refused, wishes
from entrepot.engines.retail_import.frames import REFUSED, WISHES
from entrepot.kernel.violations import Violation
from entrepot.rulebook import load
from tests.factories.retail_import import ARRIVED, LIST, MARKETPLACE, batch_of, tax_of, with_cell
from tests.unit.retail_import.asking import ask, failures, tax, verdict

D = Decimal
BOOK = load(REGIME)
CUP = "6912001000"  # VAT 13 %, no consumption tax, duty 7 %
NO_CHARGES: dict[str, Any] = {"freight": "0", "insured_fee": "0", "discount": "0", "hs_code": CUP}
PERSON = f"person-{0:025d}"


def costing(price: str, *, qty: int = 1, lines: int = 1, **cells: str) -> Batch:
    """One set of goods at this price, without freight unless told."""
    return batch_of(1, lines=lines, price=price, qty=qty, **{**NO_CHARGES, **cells})


def served(batch: Batch, answer: Verdicts, free: dict[tuple[str, str], Decimal]) -> Verdicts:
    """The second pass with a plain dict as ledger: all or nothing a list, in the order of the wishes."""
    wanted = wishes(batch, answer, BOOK)
    refusals = []
    for (list_id,), rows in wanted.group_by("list_id", maintain_order=True):
        accounts = {(row["kind"], row["key"]): row["amount"] for row in rows.to_dicts()}
        short = [account for account, amount in accounts.items() if free[account] < amount]
        if short:
            refusals.append((list_id, short[0][0], free[short[0]]))
        else:
            free.update({account: free[account] - amount for account, amount in accounts.items()})
    return refused(answer, wanted, pl.DataFrame(refusals, schema=dict(REFUSED), orient="row"), BOOK)


@pytest.mark.parametrize(
    ("price", "said"),
    [("2499.995", "pass"), ("2500.00", "pass"), ("2500.005", "fail")],
    ids=["4,999.99", "5,000.00", "5,000.01"],
)
def test_goods_of_several_pieces_may_cost_five_thousand_and_not_a_cent_more(price: str, said: str) -> None:
    for batch in (costing(price, qty=2), costing(price, lines=2)):
        answer = ask(batch)
        assert verdict(answer)[0] == said
        if said == "fail":
            found = [row for row in failures(answer) if row[0] == "M15"]
            assert found == [("M15", None, "dutiable_value", "5000.01", "5000")]


@pytest.mark.parametrize(("price", "in_full"), [("4999.99", False), ("5000.00", False), ("5000.01", True)])
def test_a_single_item_above_five_thousand_is_let_in_and_taxed_in_full(price: str, *, in_full: bool) -> None:
    answer = ask(costing(price))
    assert verdict(answer) == ("pass", [])
    line = {"total_price": D(price), "hs_code": CUP}
    assert tax(answer) == tax_of([line], D(0), in_full=in_full)
    assert answer.verdicts["single_item"].to_list() == [in_full]
    assert answer.amounts["tax"].to_list() == (["duty", "vat"] if in_full else ["vat"])
    assert ("M15" in {row[0] for row in failures(answer)}) is False


def test_one_line_of_two_pieces_is_no_single_item() -> None:
    assert failures(ask(costing("2600", qty=2)))[0][:4] == ("M15", None, "dutiable_value", "5200")


def test_freight_and_insurance_count_toward_the_limit_and_into_the_tax() -> None:
    assert verdict(ask(costing("2495", qty=2, freight="8.5", insured_fee="1.5"))) == ("pass", [])
    above = ask(costing("2495", qty=2, freight="8.51", insured_fee="1.5"))
    assert failures(above)[0][:4] == ("M15", None, "dutiable_value", "5000.01")
    assert tax(ask(costing("90", freight="8", insured_fee="2"))) == D("9.10")


def test_goods_above_the_limit_that_are_no_single_item_have_no_retail_tax() -> None:
    answer = ask(costing("2500.005", qty=2))
    assert (tax(answer), answer.amounts.height) == (None, 0)


@pytest.mark.parametrize(
    ("used", "said"),
    [("25899.99", "pass"), ("25900.00", "pass"), ("25900.01", "fail")],
    ids=["25,999.99", "26,000.00", "26,000.01"],
)
def test_the_year_of_a_person_comes_to_twenty_six_thousand_and_not_a_cent_more(used: str, said: str) -> None:
    batch = costing("100")
    free = {("person_year", f"{PERSON}:2026"): 26000 - D(used), ("guarantee", MARKETPLACE): D(1000)}
    answer = served(batch, ask(batch), free)
    assert verdict(answer)[0] == said
    expected = [("M15", None, "year_value", "26000.01", "26000")]
    assert failures(answer) == (expected if said == "fail" else [])
    assert answer.verdicts["lane"].to_list() == ([""] if said == "fail" else ["green"])


def test_the_refusal_of_a_year_says_what_it_would_have_come_to_and_the_limit() -> None:
    batch = costing("1200.44")
    free = {("person_year", f"{PERSON}:2026"): D("1086.00"), ("guarantee", MARKETPLACE): D(1000)}
    answer = served(batch, ask(batch), free)
    (row,) = answer.findings.drop("list_id").to_dicts()
    finding = Violation(**{**row, "parameters": tuple(row["parameters"])})
    said = explain(finding, BOOK, answer.figures[0], "en")
    assert said.expected == "All retail imports of the buyer in this year come to at most CNY 26000."
    assert said.found == "With this list they would come to CNY 26114.44."
    assert BOOK.rules["M15"].official_code == "1313"


def test_a_guarantee_that_runs_out_refuses_whoever_comes_after() -> None:
    batch = batch_of(4, lines=1, price="100", qty=1, **NO_CHARGES)  # 9.10 of tax each
    later = (pl.lit(ARRIVED) - pl.duration(seconds=pl.int_range(pl.len()))).cast(batch.lists.schema["arrived_at"])
    batch = replace(batch, lists=batch.lists.with_columns(arrived_at=later))
    answer = ask(batch)
    wanted = wishes(batch, answer, BOOK)
    assert wanted["list_id"].unique(maintain_order=True).to_list() == [LIST + 3, LIST + 2, LIST + 1, LIST]
    free = {(row["kind"], row["key"]): D(26000) for row in wanted.to_dicts()} | {("guarantee", MARKETPLACE): D("18.20")}
    answer = served(batch, answer, free)
    assert [verdict(answer, k)[0] for k in range(4)] == ["fail", "fail", "pass", "pass"]
    assert failures(answer) == [("M19", None, "tax", "9.1", "0")]
    # what was refused took nothing of the year
    assert [free["person_year", f"person-{k:025d}:2026"] for k in range(4)] == [D(26000), D(26000), D(25900), D(25900)]


def test_a_single_item_counts_toward_the_year() -> None:
    batch = costing("7000")
    amounts = wishes(batch, ask(batch), BOOK).select("kind", "amount").rows()
    assert amounts == [("guarantee", D("1463.70")), ("person_year", D(7000))]  # 490 duty, 973.70 VAT


def test_the_year_is_that_of_the_day_of_submission_in_china() -> None:
    eve = datetime(2025, 12, 31, 15, 59, 59, tzinfo=UTC)
    for submitted, year in ((eve, "2025"), (eve + timedelta(seconds=1), "2026")):
        batch = batch_of(1, submitted=submitted, arrived=submitted)
        answer = ask(batch, now=submitted)
        wanted = wishes(batch, answer, BOOK)
        assert wanted.filter(kind="person_year")["key"].to_list() == [f"{PERSON}:{year}"]


def test_only_lists_that_passed_wish_and_nobody_wishes_nothing() -> None:
    gift = with_cell(batch_of(1, lines=1, price="0", **NO_CHARGES), "lists", {}, freight=D(0))
    answer = ask(gift)
    assert (verdict(answer)[0], wishes(gift, answer, BOOK).height) == ("pass", 0)
    wrong = with_cell(batch_of(1), "lists", {}, trade_mode="1210")
    assert wishes(wrong, ask(wrong), BOOK).rows() == []


def test_a_rule_that_is_off_reserves_nothing() -> None:
    batch = batch_of(1)
    book = load(REGIME, switches={"M19": False})
    answer = ask(batch, rulebook=book)
    assert wishes(batch, answer, book)["kind"].to_list() == ["person_year"]
    assert dict(wishes(batch, answer, book).schema) == WISHES


def test_a_refusal_of_what_nobody_wished_is_refused_itself() -> None:
    batch = batch_of(1)
    answer = ask(batch)
    strange = pl.DataFrame([(LIST + 9, "guarantee", D(0))], schema=dict(REFUSED), orient="row")
    with pytest.raises(ValueError, match=r"found list 1000009 that wished no guarantee"):
        refused(answer, wishes(batch, answer, BOOK), strange, BOOK)
    with pytest.raises(NotTheFrame, match="'refusals': expected column 'free'"):
        refused(answer, wishes(batch, answer, BOOK), strange.drop("free"), BOOK)
    assert refused(answer, wishes(batch, answer, BOOK), strange.clear(), BOOK) is answer
