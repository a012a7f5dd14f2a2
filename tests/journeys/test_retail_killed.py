"""The retail lines, killed in the middle of their import and begun again: the same as undisturbed, nothing twice.

Its sibling on generated data: tests/modules/line/test_sheets.py.
"""

from pathlib import Path

import psycopg
import pytest

from tests.databases import Database
from tests.factories.importing import imported_by_another_process, killed_in_the_middle
from tests.journeys.test_retail import MAPPING, REAL

_STATE = """
    SELECT count(*), sum(goods_value), sum(line_count),
           md5(string_agg(encode(content_hash, 'hex'), '' ORDER BY order_no, version)),
           (SELECT count(*) FROM trade_order_line), (SELECT count(DISTINCT order_no) FROM trade_order)
      FROM trade_order"""


@pytest.mark.real_data
def test_the_retail_lines_killed_and_begun_again_are_the_same_as_undisturbed(
    db: Database, owner: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not REAL.exists():
        pytest.skip("the retail lines are not on this machine; a generated sheet is killed in tests/modules/line")
    monkeypatch.setenv("ENTREPOT_DATA", str(tmp_path))
    monkeypatch.setenv("ENTREPOT_STATION", "practice")
    monkeypatch.setenv("ENTREPOT_SECRET_KEY", "a key for tests")
    counts = imported_by_another_process(REAL, MAPPING)
    assert counts == (320_705, 316_332, 0, 4_373)
    undisturbed = owner.execute(_STATE).fetchone()
    owner.execute(
        "TRUNCATE trade_order, trade_order_line, exchange_message, exchange_sheet, exchange_sheet_part,"
        " declarations_arrival"
    )
    killed_in_the_middle(owner, REAL, MAPPING, parts=3)
    assert owner.execute(_STATE).fetchone() != undisturbed
    assert imported_by_another_process(REAL, MAPPING) == counts
    assert owner.execute(_STATE).fetchone() == undisturbed
