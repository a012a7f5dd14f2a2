"""The facts of the retail lines; the same roads on generated sheets: test_order_lines, test_problems."""

import time
from pathlib import Path

import polars as pl
import pytest

from entrepot.gateways.sheets.cancellations import Stored, fit_cancellations
from entrepot.gateways.sheets.mapping import read_mapping
from entrepot.gateways.sheets.order_lines import Orders, read_order_lines
from entrepot.gateways.sheets.problems import write_problems
from tests.unit.sheets.sheet import NOW, RETAIL

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not RETAIL.exists(), reason="left out: the retail lines are not in ../shared/data/orders"),
]
MAPPING = Path(__file__).resolve().parents[3] / "demo/online_retail.toml"


@pytest.fixture(scope="module")
def retail() -> Orders:
    return read_order_lines(RETAIL, read_mapping(MAPPING), now=NOW)


def test_all_320705_lines_are_accounted_for(retail: Orders) -> None:
    assert dict(retail.rows["state"].value_counts().iter_rows()) == {
        "order": 313_436, "cancellation": 5_847, "rejected": 1_422,
    }  # fmt: skip
    assert retail.rows.height == 320_705
    assert retail.rows["order_no"].n_unique() == 16_459


def test_12495_orders_are_left_of_which_386_have_more_than_100_lines(retail: Orders) -> None:
    assert retail.orders.height == 12_495
    assert retail.orders.filter(pl.col("line_count") > 100).height == 386
    assert retail.orders["line_count"].max() == 705


def test_worthless_invoices_nameless_lines_gifts_and_repeats(retail: Orders) -> None:
    problems = retail.problems
    worthless = problems.filter(pl.col("reason") == "order_worthless").join(retail.rows, on="row_no")
    assert worthless["order_no"].n_unique() == 1_410
    nameless = problems.filter(pl.col("reason") == "name_missing")
    assert nameless.height == 1_161
    assert nameless.join(worthless, on="row_no", how="anti").is_empty()
    assert retail.lines.filter(pl.col("price") == 0).height == 377
    assert retail.lines["repeat_of"].drop_nulls().len() == 2_460


def test_price_zero_and_several_minutes_in_the_sheet(retail: Orders) -> None:
    sheet = retail.table.frame.select(invoice=retail.table.column("InvoiceNo"), at=retail.table.column("InvoiceDate"),
                                      price=retail.table.column("UnitPrice"))  # fmt: skip
    assert sheet.filter(pl.col("price") == "0.0").height == 1_797
    minutes = sheet.group_by("invoice").agg(pl.col("at").n_unique())
    assert minutes.filter(pl.col("at") > 1).height == 38


def test_2554_cancellations_name_no_order_and_are_joined_or_asked(retail: Orders) -> None:
    assert (retail.cancellations.height, retail.cancellations["cancels"].drop_nulls().len()) == (2_554, 0)
    stored = Stored(retail.orders, retail.lines)
    fits = fit_cancellations(retail.cancellations, retail.cancellation_lines, stored, now=NOW)
    assert (fits.joined.height, fits.asked.height, fits.orders.height) == (1_327, 1_227, 1_222)
    assert dict(fits.asked["reason"].value_counts().iter_rows()) == {
        "cancellation_fits_none": 800, "cancellation_fits_several": 290, "cancellation_without_buyer": 127,
        "cancellation_exceeds": 10,
    }  # fmt: skip


def test_the_problems_file_holds_exactly_the_rejected_rows_and_changes_nothing_when_it_comes_back(
    retail: Orders,
) -> None:
    data = write_problems(retail.table, retail.problems)
    back = read_order_lines(data, read_mapping(MAPPING), now=NOW)
    assert (back.rows.height, back.orders.height) == (1_422, 0)
    assert (
        back.problems["reason"].value_counts(sort=True).rows()
        == retail.problems["reason"].value_counts(sort=True).rows()
    )


def test_it_takes_less_than_five_seconds_of_one_core() -> None:
    start = time.process_time()
    read_order_lines(RETAIL, read_mapping(MAPPING), now=NOW)
    assert time.process_time() - start < 5
