"""A filing station: import sets brought in, pre-checked, filed as 621; a 622 in the inbox changes the record."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from entrepot.gateways import ceb
from entrepot.modules.declarations import api as declarations
from entrepot.modules.declarations.api import Desk
from entrepot.project.line.filing import Outbox, customs_of, file_ready
from entrepot.project.line.inbox import Answers, read_replies
from entrepot.project.line.sender import Sender
from entrepot.project.practice.import_sets import FRAMES, SENDER, ImportSets
from tests.databases import Database
from tests.factories.filing import bring, states
from tests.factories.import_line import KINDS, editions_for_imports, signer, some_imports
from tests.factories.line import NOW, Line, rules, some_sets


@pytest.fixture
def station(db: Database) -> Iterator[Line]:
    opened = Line.opened(db.owner, some_sets(1), station="filing")
    yield opened
    opened.close()


def brought(station: Line, sets: ImportSets) -> None:
    """Real messages, without practice mark, brought in and pre-checked."""
    for kind in KINDS:
        heads_name, lines_name = FRAMES[kind]
        heads = getattr(sets, heads_name)
        lines = getattr(sets, lines_name) if lines_name else None
        for (code,), part in heads.group_by(SENDER[kind], maintain_order=True):
            own = lines.join(part, on=["message_no", "document_no"], how="semi") if lines is not None else None
            envelope = ceb.Envelope(str(uuid.uuid4()).upper(), str(code), "企业", "DXPTEST", practice=False)
            by = signer() if kind == "import_list" else None
            bring(station.setting, [(str(code), ceb.write(kind, part, own, envelope, signer=by))])  # type: ignore[arg-type]
    desk = Desk("filing", station.setting.owner_id, rules(), editions_for_imports(), None)
    arrivals = 1
    while arrivals:
        with station.setting.connection.transaction():
            arrivals = declarations.judge_arrivals(station.setting.connection, desk, now=NOW, limit=100).arrivals


def filed_into(station: Line, folder: Path) -> list[Path]:
    outbox = Outbox(folder, Sender(dxp_id="DXPTEST", signer=signer()), customs_of(now=NOW))
    with station.setting.connection.transaction():
        filers = declarations.ready_filers(station.setting.connection)
    file_ready(station.setting, outbox, filers, clock=lambda: NOW, tell=lambda _count: None)
    return sorted(folder.glob("CEB*.xml"))


def answer_622(folder: Path, sets: ImportSets, status: str, *, minutes: int = 60) -> Path:
    heads = sets.lists.with_columns(
        pre_no=pl.lit("B20260504000000001"),
        invt_no=pl.lit("51412026I000000001"),
        return_status=pl.lit(status),
        return_time=pl.lit(NOW + timedelta(minutes=minutes)).cast(pl.Datetime("us", "UTC")),
        return_info=pl.lit(f"[Code:{status}]"),
    )
    envelope = ceb.Envelope(str(uuid.uuid4()).upper(), "", "", "", practice=False)
    path = folder / f"622-{status}.xml"
    path.write_bytes(ceb.write("import_list_reply", heads, None, envelope))
    return path


def test_what_is_filed_as_621_says_what_was_brought_and_a_622_decides_it(station: Line, tmp_path: Path) -> None:
    sets = some_imports(2)
    brought(station, sets)
    assert states(station.setting) == {"ready": 2}
    (path,) = filed_into(station, tmp_path)
    assert path.name.startswith("CEB621-")
    assert states(station.setting) == {"filed": 2}
    read = ceb.validate(ceb.decode([path.read_bytes()]))
    said = ("cop_no", "order_no", "buyer_name", "buyer_id_number", "buyer_telephone", "consignee_address", "currency",
            "assure_code", "traf_no", "decl_time", "freight", "gross_weight_kg")  # fmt: skip
    assert (read.heads["import_list"].sort("cop_no").select(said).rows()
            == sets.lists.sort("cop_no").select(said).rows())  # fmt: skip
    lines = ("gnum", "item_no", "hs_code", "declared_name", "country", "trade_country", "qty", "price", "barcode")
    assert read.lines["import_list"].select(lines).rows() == sets.list_lines.select(lines).rows()
    answers = Answers()
    for status, minutes in (("120", 10), ("800", 60)):
        replies = [answer_622(tmp_path, sets, status, minutes=minutes)]
        read_replies(station.setting, replies, answers, customs_id=customs_of(now=NOW), now=NOW)
    assert (answers.noted, answers.verdicts["released"], answers.unknown) == (2, 2, [])
    assert states(station.setting) == {"released": 2}
    again = Answers()
    read_replies(station.setting, [tmp_path / "622-800.xml"], again, customs_id=customs_of(now=NOW), now=NOW)
    assert (again.known, again.verdicts["released"]) == (2, 0)


def test_a_622_on_a_list_that_is_not_here_changes_nothing(station: Line, tmp_path: Path) -> None:
    brought(station, some_imports(1))
    answers = Answers()
    path = answer_622(tmp_path, some_imports(1, first_no=77), "800")
    read_replies(station.setting, [path], answers, customs_id=customs_of(now=NOW), now=NOW)
    assert len(answers.unknown) == 1
    assert states(station.setting) == {"ready": 1}
