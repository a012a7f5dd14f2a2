"""A sheet is taken part by part: killed anywhere and begun again, it ends like one that was never disturbed."""

import os
import signal
import subprocess
import sys
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
        return sheets.finish(begun(setting, path), now=NOW)


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


@pytest.mark.timeout(180)
def test_a_process_killed_in_the_middle_loses_a_part_and_counts_none_twice(
    file: Path, owner: psycopg.Connection, tmp_path: Path
) -> None:
    """The real thing: SIGKILL while parts are being taken, then the same command again."""
    rows = [row(order=f"B{number}", sku=f"M{line}") for number in range(12_000) for line in range(3)]
    file.write_bytes(sheet(*rows))
    (tmp_path / "mapping.toml").write_text(MAPPING, "utf-8")
    script = (
        "import sys; from pathlib import Path; from datetime import UTC, datetime\n"
        "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'entrepot.project.settings'; django.setup()\n"
        "from entrepot.gateways.sheets.mapping import read_mapping\n"
        "from entrepot.project.line.setting import open_setting\n"
        "from entrepot.project.line.sheets import import_order_lines\n"
        "with open_setting() as setting:\n"
        "    found = import_order_lines(setting, Path(sys.argv[1]), read_mapping(Path(sys.argv[2])),"
        " now=datetime.now(UTC))\n"
        "print(found.read, found.accepted, found.duplicates, found.rejected)\n"
    )
    command = [sys.executable, "-c", script, str(file), str(tmp_path / "mapping.toml")]
    first = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ)
    while owner.execute("SELECT count(*) FROM exchange_sheet_part").fetchone() == (0,):
        assert first.poll() is None, "the import ended before it could be killed"
        time.sleep(0.005)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    counted = owner.execute("SELECT count(*) FROM trade_order").fetchone()
    assert counted is not None
    assert 0 < counted[0] < 12_000
    again = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ)
    assert again.stdout.split() == ["36000", "36000", "0", "0"]
    assert owner.execute("SELECT count(*), count(DISTINCT order_no) FROM trade_order").fetchone() == (12_000, 12_000)
    assert owner.execute("SELECT count(*) FROM trade_order_line").fetchone() == (36_000,)
