"""A filing station: tax bills (816) and their states (818) in the inbox, each kept once, none changed."""

import uuid
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from entrepot.gateways import ceb
from entrepot.project.line.filing import customs_of
from entrepot.project.line.inbox import Answers, read_replies
from tests.factories.import_line import some_imports
from tests.factories.line import NOW, Line
from tests.modules.line.test_import_filing import answer_622, brought, filed_into, station  # noqa: F401 - a fixture

NUMBER = "51412026I000000001"
BILL = "514120260504000017"
TIME = pl.Datetime("us", "UTC")


@pytest.fixture
def answered(station: Line, tmp_path: Path) -> Line:  # noqa: F811
    """A list that was filed and released under NUMBER."""
    sets = some_imports(1)
    brought(station, sets)
    filed_into(station, tmp_path)
    read(station, answer_622(tmp_path, sets, "800"))
    return station


def read(line: Line, *paths: Path) -> Answers:
    answers = Answers()
    read_replies(line.setting, list(paths), answers, customs_id=customs_of(now=NOW), now=NOW)
    return answers


def head(status: str, minutes: int) -> dict[str, object]:
    return {
        "guid": str(uuid.uuid4()).upper(), "return_time": NOW + timedelta(minutes=minutes), "invt_no": NUMBER,
        "tax_no": BILL, "status": status, "message_no": 0, "document_no": 1,
    }  # fmt: skip


def written(folder: Path, kind: str, heads: dict[str, object], lines: pl.DataFrame | None = None) -> Path:
    frame = pl.DataFrame([heads]).with_columns(pl.col("return_time").cast(TIME))
    envelope = ceb.Envelope(str(uuid.uuid4()).upper(), "", "", "", practice=False)
    path = folder / f"{kind}-{heads['status']}-{uuid.uuid4().hex}.xml"
    path.write_bytes(ceb.write(kind, frame, lines, envelope))  # type: ignore[arg-type]
    return path


def bill(folder: Path, *, vat: str = "9.10", status: str = "1", minutes: int = 90, **changed: object) -> Path:
    """A bill of one line."""
    sums = {"customs_tax": Decimal(0), "value_added_tax": Decimal(vat), "consumption_tax": Decimal(0)}
    line = {"message_no": 0, "document_no": 1, "gnum": 1, "hs_code": "6109100021", "tax_price": Decimal(100), **sums}
    return written(folder, "tax_bill", {**head(status, minutes), **sums, **changed}, pl.DataFrame([line]))


def state(folder: Path, status: str, *, minutes: int, **changed: object) -> Path:
    return written(folder, "tax_bill_state", {**head(status, minutes), **changed})


def kept(line: Line) -> list[tuple[object, ...]]:
    """Bills with the statuses said of them, the first with the bill."""
    return line.setting.lookups.execute(
        """
        SELECT b.tax_no, b.value_added_tax, b.status,
               ARRAY(SELECT s.status FROM declarations_tax_bill_state s WHERE s.order_no = b.order_no
                        AND s.list_id = b.list_id AND s.tax_no = b.tax_no ORDER BY s.said_at),
               (SELECT count(*) FROM declarations_tax_bill_line k WHERE k.tax_no = b.tax_no)
          FROM declarations_tax_bill b
        """
    ).fetchall()


def test_a_bill_is_kept_with_its_list_and_its_states_follow(answered: Line, tmp_path: Path) -> None:
    first = read(answered, bill(tmp_path))
    assert (first.bills, first.not_taken, first.replies) == (1, [], 1)
    assert kept(answered) == [(BILL, Decimal("9.10000"), "1", [], 1)]
    summed = state(tmp_path, "2", minutes=120, ent_duty_no="PAY1")
    assert read(answered, summed).bills == 1
    again = read(answered, summed)
    assert (again.bills, again.known) == (0, 1)
    assert read(answered, state(tmp_path, "3", minutes=150)).bills == 1
    assert kept(answered) == [(BILL, Decimal("9.10000"), "1", ["2", "3"], 1)]


def test_the_same_bill_again_changes_nothing_and_other_sums_are_told(answered: Line, tmp_path: Path) -> None:
    paths = [bill(tmp_path), bill(tmp_path)]
    both = read(answered, *paths)
    assert (both.bills, both.known) == (1, 1)
    other = read(answered, bill(tmp_path, vat="9.11"))
    assert [(one["tax_no"], one["why"]) for one in other.not_taken] == [(BILL, "differs")]
    assert [row[:2] for row in kept(answered)] == [(BILL, Decimal("9.10000"))]


def test_a_bill_of_a_list_that_is_not_here_is_told_and_taken_when_it_is(station: Line, tmp_path: Path) -> None:  # noqa: F811
    sets = some_imports(1)
    brought(station, sets)
    filed_into(station, tmp_path)
    path = bill(tmp_path)
    assert [one["why"] for one in read(station, path).not_taken] == ["unknown"]
    assert kept(station) == []
    together = read(station, answer_622(tmp_path, sets, "800"), path)  # the reply names the number, the bill follows
    assert (together.bills, together.not_taken) == (1, [])
    assert len(kept(station)) == 1


def test_a_state_that_comes_before_its_bill_counts_when_the_bill_comes(answered: Line, tmp_path: Path) -> None:
    assert read(answered, state(tmp_path, "3", minutes=150)).bills == 1
    read(answered, bill(tmp_path))
    assert [row[2:4] for row in kept(answered)] == [("1", ["3"])]
