"""What practice made stays in practice: other stations refuse a marked message, whatever it holds."""

from pathlib import Path

import psycopg
import pytest

from entrepot.project.line.setting import open_setting
from tests.databases import Database
from tests.factories.filing import bring, real_messages
from tests.factories.line import KINDS, messages_of, some_sets

COUNTS = """SELECT (SELECT count(*) FROM trade_order), (SELECT count(*) FROM trade_slip),
                   (SELECT count(*) FROM trade_waybill), (SELECT count(*) FROM declarations_list)"""


@pytest.mark.parametrize("station", ["filing", "deciding"])
def test_a_message_with_the_practice_mark_is_refused_as_a_whole(
    db: Database, owner: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, station: str
) -> None:
    monkeypatch.setenv("ENTREPOT_STATION", station)
    monkeypatch.setenv("ENTREPOT_DATA", str(tmp_path))
    sets = some_sets(2)
    with open_setting() as setting:
        assert setting.station == station
        for kind in KINDS:
            bring(setting, messages_of(sets, kind))
        refused = owner.execute("SELECT kind, state FROM exchange_message ORDER BY id").fetchall()
        assert {state for _, state in refused} == {"refused"}
        assert {kind for kind, _ in refused} == set(KINDS)
        assert owner.execute("SELECT DISTINCT rule FROM exchange_fault").fetchall() == [("line.practice",)]
        assert owner.execute(COUNTS).fetchone() == (0, 0, 0, 0)
        bring(setting, real_messages(sets, "order"))
        assert owner.execute("SELECT count(*) FROM trade_order").fetchone() == (2,)
