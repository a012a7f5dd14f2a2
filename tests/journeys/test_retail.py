"""A trader's file of orders, all the way: imported, derived, drafted, decided; each row and fault accounted for."""

import gzip
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from entrepot.modules.exchange.api import Counts
from entrepot.project.line.drafting import Drafted
from entrepot.project.line.making import Derived
from tests.databases import Database

REAL = Path(__file__).parents[3] / "shared/data/orders/online_retail.csv.gz"
MAPPING = Path(__file__).parents[2] / "demo/online_retail.toml"
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
COLUMNS = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"


@dataclass(frozen=True)
class Journey:
    """What each step said, and what the database holds at the end."""

    imported: Counts
    again: Counts
    derived: Derived
    drafted: Drafted
    states: dict[str, int]
    faults: pl.DataFrame  # order_no, rule, outcome: as planted
    found: pl.DataFrame  # order_no, rule, outcome: as found by the engine


def travel(sheet: Path, folder: Path, shift_to: date) -> Journey:
    from entrepot.gateways.sheets.mapping import read_mapping
    from entrepot.modules.declarations import api as declarations
    from entrepot.project.line import making
    from entrepot.project.line.drafting import FAULT_PLAN, draft
    from entrepot.project.line.setting import open_setting
    from entrepot.project.line.sheets import import_order_lines
    from entrepot.project.line.worker import Worker
    from entrepot.project.practice import faults
    from entrepot.project.practice.world import load_editions

    mapping = read_mapping(MAPPING)
    with open_setting() as setting:
        imported = import_order_lines(setting, sheet, mapping, now=NOW)
        again = import_order_lines(setting, sheet, mapping, now=NOW)
        load_editions(setting, now=NOW)
        derived = making.make(
            setting, folder, kinds=making.KINDS, shift_to=shift_to, rate=Decimal("0.02"), seed=7, now=NOW
        )
        drafted = draft(setting, folder, sellers=None, now=NOW)
        Worker(setting, lambda: NOW).until_idle()
        found = setting.lookups.execute("SELECT DISTINCT order_no, rule, outcome FROM declarations_finding").fetchall()
        states = declarations.state_counts(setting.lookups)
    plan = pl.read_json(folder / FAULT_PLAN, schema=faults.PLAN)
    columns = ["order_no", "rule", "outcome"]
    schema = dict.fromkeys(columns, pl.String)
    return Journey(imported, again, derived, drafted, states, plan, pl.DataFrame(found, schema=schema, orient="row"))


def check_faults(journey: Journey) -> None:
    """Each planted fault is found under its rule; no set without a planted fault has a finding."""
    columns = ["order_no", "rule", "outcome"]
    planted = journey.faults.select(columns).unique()
    assert planted.join(journey.found, on=columns, how="anti").rows() == []
    also = journey.faults.explode("also").drop_nulls("also").select("order_no", rule="also", outcome="outcome")
    # while slips are required, a list that names another seller than the order differs from the slip's seller too
    sellers = planted.filter(pl.col("rule") == "E01").with_columns(rule=pl.lit("E07"))
    allowed = pl.concat([planted, also, sellers]).unique()
    assert journey.found.join(allowed, on=columns, how="anti").rows() == []


@pytest.fixture
def folder(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ENTREPOT_DATA", str(tmp_path))
    monkeypatch.setenv("ENTREPOT_STATION", "practice")
    monkeypatch.setenv("ENTREPOT_SECRET_KEY", "a key for tests")
    return tmp_path


def generated_sheet(path: Path, orders: int) -> Path:
    """A sheet in the shape of the real one: gifts, repeats, worthless invoices, cancellations, one very long order."""
    rows = [COLUMNS]
    for number in range(orders):
        lines = 130 if number == 7 else 1 + number % 5
        for line in range(lines):
            price = "0.0" if line == 3 else f"{1 + line % 9}.25"
            item = f"{22000 + line}"
            rows.append(
                f"{600000 + number},{item},GIFT {item},{1 + line % 4}.0,2011-01-{1 + number % 27:02d}"
                f"T10:00:00.000000,{price},{17000 + number}.0,Germany"
            )
        if number % 10 == 0:
            rows.append(rows[-1])
    rows.append("C700001,22000,GIFT 22000,-1.0,2011-02-01T10:00:00.000000,1.25,17003.0,Germany")
    rows.append("C700002,22999,GIFT 22999,-1.0,2011-02-01T10:00:00.000000,1.25,17003.0,Germany")
    rows.append("700003,22000,,-5.0,2011-02-01T10:00:00.000000,0.0,,Germany")
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path


def test_a_generated_sheet_goes_all_the_way(folder: Path) -> None:
    journey = travel(generated_sheet(folder / "orders.csv", 1200), folder, date(2026, 1, 5))
    assert (journey.imported.rejected, journey.imported.duplicates) == (2, 0)
    assert journey.imported.accepted == journey.imported.read - 2
    assert (journey.again.accepted, journey.again.duplicates) == (0, journey.imported.accepted)
    assert journey.derived.orders == 1200
    assert journey.drafted.lists >= 1201
    assert journey.states["waiting"] == 0
    check_faults(journey)


def test_under_the_law_until_14_december_2024_slips_are_looked_at(folder: Path) -> None:
    journey = travel(generated_sheet(folder / "orders.csv", 1200), folder, date(2024, 11, 1))
    assert journey.faults.filter(pl.col("rule") == "E07").height > 0
    check_faults(journey)


@pytest.mark.timeout(900)
def test_the_retail_lines_go_all_the_way(folder: Path) -> None:
    if not REAL.exists():
        pytest.skip("the retail lines are not on this machine; the generated sheet above goes the same way")
    with gzip.open(REAL, "rt") as file:
        assert sum(1 for _ in file) == 320_706
    journey = travel(REAL, folder, date(2026, 1, 5))
    imported = journey.imported
    assert imported.read == 320_705 == imported.accepted + imported.duplicates + imported.rejected
    assert (imported.accepted, imported.rejected) == (316_332, 4_373)
    assert imported.by_reason["name_missing"] == 1_161
    assert (journey.again.accepted, journey.again.duplicates, journey.again.rejected) == (0, 316_332, 4_373)
    assert journey.derived.orders == 12_429
    assert journey.drafted.lists >= 12_429
    assert journey.states["waiting"] == 0
    check_faults(journey)
