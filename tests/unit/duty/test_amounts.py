"""What a parcel of retail import owes: the known composite rates, the spread of freight, floors, full tax."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.engines.clearance import NotTheFrame
from entrepot.engines.duty import AMOUNTS, amounts, bills, explained, taxed
from entrepot.engines.duty.amounts import spread
from tests.unit.duty.taxing import CREAM, DARK, FOOD, MASK, PLAIN, SHARE, WINE, line, lines_of, rates

D = Decimal


def bill(lines: pl.DataFrame) -> tuple[Decimal | None, ...]:
    """duty, consumption tax, VAT and tax of the one list."""
    (row,) = bills(taxed(lines, rates(), SHARE)).drop("list_id").rows()
    return tuple(None if value is None else value.normalize() for value in row)


@pytest.mark.parametrize(
    ("hs_code", "tax"),
    [(PLAIN, "9.1"), (FOOD, "6.3"), (WINE, "23.06")],
    ids=["VAT 13 %: 9.1 %", "VAT 9 %: 6.3 %", "VAT 13 % and consumption tax 15 %: 23.06 %"],
)
def test_within_the_limit_the_tax_is_the_composite_rate_of_the_goods(hs_code: str, tax: str) -> None:
    assert bill(lines_of(line(1, hs_code, "100")))[3] == D(tax)


def test_the_parts_of_a_composite_rate_are_levied_each_on_its_own_base() -> None:
    rows = amounts(taxed(lines_of(line(1, WINE, "100")), rates(), SHARE)).rows()
    assert rows == [
        (1, 1, "consumption_tax", D("117.64706"), D("0.105"), D("12.35294")),
        (1, 1, "vat", D("117.64706"), D("0.091"), D("10.70588")),
    ]


def test_a_single_item_above_the_limit_bears_duty_consumption_tax_and_vat_in_full() -> None:
    lines = lines_of(line(1, WINE, "8500", in_full=True))
    # duty 1190; (8500 + 1190) / 0.85 × 0.15 = 1710; (8500 + 1190 + 1710) × 0.13 = 1482
    assert bill(lines) == (D(1190), D(1710), D(1482), D(4382))
    rows = amounts(taxed(lines, rates(), SHARE)).select("tax", "base", "rate").rows()
    assert rows == [
        ("consumption_tax", D(11400), D("0.15")),
        ("duty", D(8500), D("0.14")),
        ("vat", D(11400), D("0.13")),
    ]


def test_freight_and_insurance_are_spread_by_value_and_the_rest_goes_to_the_dearest_line() -> None:
    lines = lines_of(line(1, PLAIN, "10"), line(2, FOOD, "10"), line(3, PLAIN, "9.99999"), charges="10")
    parts = spread(lines).select("gnum", part=pl.col("dutiable_value") - pl.col("total_price")).rows()
    assert parts == [(1, D("3.33334")), (2, D("3.33333")), (3, D("3.33333"))]
    assert spread(lines_of(line(1, PLAIN, "10"), line(2, FOOD, "20"), charges="0.00001"))[
        "dutiable_value"
    ].to_list() == [D(10), D("20.00001")]


def test_freight_of_a_gift_is_dutiable_on_its_first_line() -> None:
    values = spread(lines_of(line(1, PLAIN, "0"), line(2, FOOD, "0"), charges="7"))["dutiable_value"].to_list()
    assert values == [D(7), D(0)]


@pytest.mark.parametrize(
    ("cells", "total", "has_consumption_tax"),
    [
        ({"qty1": "0.05"}, "499.99999", False),
        ({"qty1": "0.05"}, "500", True),
        ({"unit1": "011", "qty1": "1", "unit2": "096", "qty2": "50"}, "499.99", False),
        ({"unit1": "011", "qty1": "1", "unit2": "096", "qty2": "50"}, "500.00", True),
        ({"unit": "020", "qty": "10"}, "149.99", False),
        ({"unit": "020", "qty": "10"}, "150.00", True),
    ],
)
def test_high_end_cosmetics_bear_consumption_tax_from_their_value_by_gram_or_sheet(
    cells: dict[str, Any], total: str, *, has_consumption_tax: bool
) -> None:
    found = bill(lines_of(line(1, CREAM, total, **cells)))[1]
    assert (found != 0) == has_consumption_tax


def test_a_tax_is_not_computed_without_rate_or_quantity_and_is_never_zero() -> None:
    for unknown in (
        line(1, DARK, "100"),
        line(1, MASK, "100"),
        line(1, "6110200000", "100", in_full=True),
        line(1, CREAM, "100", unit1="011"),
    ):
        assert bill(lines_of(unknown)) == (None, None, None, None)
    assert bill(lines_of(line(1, "6110200000", "100")))[3] == D("9.1")
    both = taxed(lines_of(line(1, PLAIN, "100"), line(2, DARK, "100")), rates(), SHARE)
    assert bills(both)["tax"].to_list() == [None]
    assert both["rated"].to_list() == [True, False]


def test_each_kind_of_tax_is_summed_over_the_lines_and_then_rounded_half_up_to_the_cent() -> None:
    # 3 × 0.91 × 0.05 = 0.1365; one by one each line would be 0.05
    assert bill(lines_of(*(line(number, PLAIN, "0.5") for number in (1, 2, 3))))[3] == D("0.14")
    assert bill(lines_of(line(1, PLAIN, "0.05489")))[3] == D(0)
    assert bill(lines_of(line(1, PLAIN, "0.05490")))[3] == D("0.01")


def test_the_longest_prefix_decides_on_rates() -> None:
    more = rates({"61": ("0.13", "0", "0", None, None), "610910": ("0.09", "0", "0", None, None)})
    found = bills(taxed(lines_of(line(1, PLAIN, "100")), more, SHARE))
    assert found["tax"].to_list() == [D("6.30")]


@pytest.mark.parametrize("rate", ["1", "-0.01", "0.130001"])
def test_refuses_an_edition_with_a_rate_that_is_none(rate: str) -> None:
    with pytest.raises(NotTheFrame, match=f"expected vat of 61 as a share from 0 to below 1 .* found {rate}"):
        rates({"61": (rate, "0", "0", None, None)})


def test_amounts_have_exactly_the_columns_of_their_schema() -> None:
    for rows in ((line(1, WINE, "100"),), (line(1, DARK, "100"),)):
        assert dict(amounts(taxed(lines_of(*rows), rates(), SHARE)).schema) == AMOUNTS


LINES = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.sampled_from([PLAIN, WINE, FOOD, CREAM]),
        st.decimals(min_value=0, max_value=5000, places=5),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


def _rounded(value: Fraction, places: int) -> Decimal:
    return D(int(value * 10**places * 2 + 1) // 2).scaleb(-places)


@settings(max_examples=40, deadline=None)
@given(LINES, st.decimals(min_value=0, max_value=60, places=5))
def test_amounts_equal_an_independent_computation_and_recompute(drawn: list[Any], charges: Decimal) -> None:
    rows = [
        line(number, code, str(total), list_id=list_id, in_full=full)
        for number, (list_id, code, total, full) in enumerate(drawn, 1)
    ]
    found = taxed(lines_of(*rows, charges=str(charges)), rates(), SHARE)
    for row in found.to_dicts():
        assert row["vat_amount"] == _vat(row)
    for row in amounts(found).to_dicts():
        assert explained(row).recomputed == row["amount"]
    per_list = found.group_by("list_id").agg(pl.col("dutiable_value").sum(), pl.col("total_price").sum())
    assert set(per_list.select(pl.col("dutiable_value") - pl.col("total_price")).to_series()) == {charges}
    _bills_add_up(found)


def _vat(row: dict[str, Any]) -> Decimal:
    """VAT of a line, in fractions."""
    value, ct = Fraction(row["dutiable_value"]), Fraction(row["consumption_tax"])
    levied = Fraction(1) if row["in_full"] else Fraction(SHARE)
    dutied = value + Fraction(_rounded(value * Fraction(row["duty"]), 5)) if row["in_full"] else value
    contained = _rounded(Fraction(_rounded(dutied / (1 - ct), 5)) * ct, 5)
    return _rounded((dutied + Fraction(contained)) * Fraction(row["vat"]) * levied, 5)


def _bills_add_up(found: pl.DataFrame) -> None:
    summed = amounts(found).group_by("list_id", "tax").agg(pl.col("amount").sum()).to_dicts()
    of = {(row["list_id"], row["tax"]): row["amount"].quantize(D("0.01"), ROUND_HALF_UP) for row in summed}
    for row in bills(found).to_dicts():
        kinds = [of.get((row["list_id"], tax), D(0)) for tax in ("duty", "consumption_tax", "vat")]
        assert [row["duty"], row["consumption_tax"], row["vat"], row["tax"]] == [*kinds, sum(kinds)]


def test_an_amount_is_explained_in_both_languages() -> None:
    (ct, vat) = (explained(row) for row in amounts(taxed(lines_of(line(1, WINE, "100")), rates(), SHARE)).to_dicts())
    assert ct.sentence["en"].startswith("Consumption tax of line 1: 117.64706 × 10.5 % = 12.35294 CNY, of")
    assert vat.sentence["zh"] == (
        "第 1 项增值税：117.64706 × 9.1% = 10.70588 元，"
        "以完税价格、关税与法定消费税之和为计税基础，四舍五入至五位小数。"
    )
