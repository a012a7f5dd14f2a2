from pathlib import Path

import pytest

from entrepot.gateways.sheets.cancellations import Stored, fit_cancellations
from entrepot.gateways.sheets.mapping import read_mapping
from entrepot.gateways.sheets.order_lines import Orders, read_order_lines
from tests.unit.sheets.sheet import NOW, reasons

DEMO = Path(__file__).resolve().parents[3] / "demo"


@pytest.fixture(scope="module")
def demo() -> Orders:
    return read_order_lines(DEMO / "orders.csv", read_mapping(DEMO / "orders.toml"), now=NOW)


def test_the_demo_sheet_holds_what_its_page_says(demo: Orders) -> None:
    assert demo.orders["order_no"].to_list() == ["P-1001", "P-1002", "P-1003"]
    assert demo.lines.filter(demo.lines["repeat_of"].is_not_null()).select("gnum", "repeat_of").rows() == [(3, 1)]
    assert reasons(demo) == [
        (8, "goods", "name_missing"),
        (9, None, "order_held_back"),
        (10, None, "order_worthless"),
        (11, "pieces", "number_unreadable"),
    ]


def test_one_cancellation_of_the_demo_sheet_fits_and_one_is_asked_about(demo: Orders) -> None:
    stored = Stored(demo.orders, demo.lines)
    fits = fit_cancellations(demo.cancellations, demo.cancellation_lines, stored, now=NOW)
    assert fits.joined.rows() == [("C-1007", "P-1002")]
    assert fits.asked["cancellation_no"].to_list() == ["C-1008"]
