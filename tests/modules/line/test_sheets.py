"""A sheet is taken part by part: killed anywhere and begun again, it ends like one that was never disturbed."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from entrepot.gateways.sheets.mapping import read_mapping
from entrepot.gateways.sheets.sentences import UnableToReadSheet
from entrepot.modules.exchange import api as exchange
from tests.databases import Database
from tests.factories.importing import imported_by_another_process, killed_in_the_middle
from tests.unit.sheets.sheet import MAPPING, row, sheet

if TYPE_CHECKING:
    from entrepot.project.line.setting import Setting
    from entrepot.project.line.sheets.jobs import Job

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
STATE = """
    SELECT o.order_no, o.version, o.goods_value, o.line_count, o.deleted, encode(o.content_hash, 'hex'),
           (SELECT count(*) FROM trade_order_line l WHERE l.order_no = o.order_no AND l.order_id = o.id)
      FROM trade_order o ORDER BY o.order_no, o.version"""


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    from entrepot.project.line.sheets import order_lines

    monkeypatch.setattr(order_lines, "ORDERS_A_PART", 2)


@pytest.fixture
def file(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_parts: None) -> Path:
    monkeypatch.setenv("ENTREPOT_SECRET_KEY", "a key for tests")
    monkeypatch.setenv("ENTREPOT_DATA", str(tmp_path))
    monkeypatch.setenv("ENTREPOT_STATION", "practice")
    orders = [row(order=f"A{number}", sku=f"M{line}") for number in range(7) for line in range(3)]
    orders += [row(order="A7", name=""), row(order="A8", price="0.00")]
    orders += [row(order="A3", sku="M7"), row(order="CA1", sku="M7", qty="-1")]
    orders += [row(order="CA2", sku="M9", qty="-1", buyer="nobody")]
    path = tmp_path / "orders.csv"
    path.write_bytes(sheet(*orders))
    return path


def begun(setting: "Setting", path: Path) -> "Job":
    from entrepot.project.line import sheets
    from entrepot.project.line.sheets.files import Agreement

    return sheets.start(setting, path, "order-lines", Agreement(read_mapping(MAPPING)), now=NOW)


def taken(path: Path, *, killed_after: int | None) -> exchange.Counts:
    """Take the sheet; a process that is killed leaves its connections and nothing else."""
    from entrepot.project.line import sheets
    from entrepot.project.line.setting import open_setting

    if killed_after is not None:
        with open_setting() as setting:
            job = begun(setting, path)
            for _ in range(killed_after):
                job.step(now=NOW)
            setting.connection.close()
            setting.lookups.close()
    with open_setting() as setting:
        _until_nobody_holds_it(setting.lookups)
        return sheets.finish(begun(setting, path), now=NOW)


def _until_nobody_holds_it(connection: psycopg.Connection) -> None:
    """The database ends a connection when it sees that it is closed: until then its lock stands."""
    held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
    for _ in range(200):
        if connection.execute(held).fetchone() == (0,):
            return
        time.sleep(0.05)
    raise AssertionError("expected that the lock of a killed process goes with its connection, found it held 10 s on")


def emptied(owner: psycopg.Connection) -> None:
    tables = "trade_order, trade_order_line, exchange_message, exchange_sheet, exchange_sheet_part"
    owner.execute(f"TRUNCATE {tables}, declarations_arrival")


def test_a_sheet_killed_after_any_part_ends_like_one_that_was_never_disturbed(
    file: Path, owner: psycopg.Connection
) -> None:
    whole = taken(file, killed_after=None)
    undisturbed = owner.execute(STATE).fetchall()
    assert (whole.read, whole.accepted, whole.duplicates, whole.rejected) == (26, 23, 0, 3)
    assert len(undisturbed) == 8  # seven orders, one of them changed by its cancellation
    for parts in range(4):
        emptied(owner)
        assert taken(file, killed_after=parts) == whole
        assert owner.execute(STATE).fetchall() == undisturbed
    assert taken(file, killed_after=1).duplicates == 23


def test_a_sheet_that_another_process_takes_is_left_to_it(file: Path) -> None:
    from entrepot.project.line.setting import open_setting
    from entrepot.project.line.sheets import UnableToTakeTwice

    with open_setting() as first, open_setting() as second:
        job = begun(first, file)
        with pytest.raises(UnableToTakeTwice):
            begun(second, file)
        job.close()


def test_a_sheet_that_cannot_be_read_is_refused_and_said_why(file: Path, owner: psycopg.Connection) -> None:
    from entrepot.project.line.setting import open_setting

    file.write_bytes(b"another,header\n1,2\n")
    with open_setting() as setting, pytest.raises(UnableToReadSheet):
        begun(setting, file)
    ((state, said, body),) = owner.execute("SELECT state, refusal_en, body FROM exchange_sheet").fetchall()
    assert (state, body) == ("refused", None)
    assert "expected a column named" in said
    assert owner.execute("SELECT count(*) FROM trade_order").fetchone() == (0,)


def test_a_worker_takes_what_was_agreed_on_between_its_messages(file: Path, owner: psycopg.Connection) -> None:
    from entrepot.project.line.setting import open_setting
    from entrepot.project.line.worker import Worker

    with open_setting() as setting:
        begun(setting, file).close()
        owner.execute("UPDATE exchange_sheet SET state = 'due'")
        worker = Worker(setting, lambda: NOW)
        passes = 0
        while not worker.one_pass().idle:
            passes += 1
    assert passes >= 4
    assert owner.execute("SELECT state, accepted, rejected FROM exchange_sheet").fetchall() == [("done", 23, 3)]


def test_a_process_killed_in_the_middle_loses_a_part_and_counts_none_twice(
    file: Path, owner: psycopg.Connection, tmp_path: Path
) -> None:
    """The real thing: SIGKILL while parts are being taken, then the same command again."""
    file.write_bytes(sheet(*(row(order=f"B{number}", sku=f"M{line}") for number in range(12_000) for line in range(3))))
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(MAPPING, "utf-8")
    killed_in_the_middle(owner, file, mapping)
    counted = owner.execute("SELECT count(*) FROM trade_order").fetchone()
    assert counted is not None
    assert 0 < counted[0] < 12_000
    assert imported_by_another_process(file, mapping) == (36_000, 36_000, 0, 0)
    assert owner.execute("SELECT count(*), count(DISTINCT order_no) FROM trade_order").fetchone() == (12_000, 12_000)
    assert owner.execute("SELECT count(*) FROM trade_order_line").fetchone() == (36_000,)
