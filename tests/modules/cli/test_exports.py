"""`export`: what goes out is what came in, valid, harmless in a spreadsheet, some thousands at a time."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import typer
from lxml import etree

from entrepot.gateways import ceb
from entrepot.project.cli.customs import replies
from entrepot.project.cli.exports import export
from entrepot.project.line import exporting
from entrepot.project.line.setting import Setting, open_setting
from entrepot.project.wording import Refusal
from tests.factories.filing import answer, bring, bring_sets, precheck, real_messages
from tests.factories.line import NOW, Line, some_sets
from tests.modules.cli.conftest import Station
from tests.modules.cli.test_record import dear

SCHEMAS = Path(__file__).parents[4] / "shared/data/ceb/xsd"


@pytest.fixture
def setting(filing: Station) -> Iterator[Setting]:
    with open_setting() as opened:
        yield opened


def exported(station: Station, what: str, form: str, out: Path) -> dict[str, Any]:
    return station.run(export, what=what, form=form, out=out)


def rows(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


def test_lists_go_out_as_messages_of_a_hundred_batch_by_batch(
    filing: Station, setting: Setting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "LISTS_A_BATCH", 100)
    sets = some_sets(230)
    bring_sets(setting, sets, ("list",))
    done = exported(filing, "lists", "ceb", tmp_path / "out")
    assert (done["rows"], done["messages"], done["unfit"]) == (230, 3, {})
    files = sorted((tmp_path / "out").iterdir())
    assert [path.name for path in files] == [f"CEB603-{number:06d}.xml" for number in (1, 2, 3)]
    typed = ceb.validate(ceb.decode([path.read_bytes() for path in files]))
    assert typed.faults.is_empty()
    assert typed.messages["documents"].to_list() == [100, 100, 30]
    assert typed.heads["list"]["cop_no"].to_list() == sets.lists["cop_no"].to_list()
    assert typed.heads["list"]["content_hash"].to_list() == sets.lists["content_hash"].to_list()


@pytest.mark.real_data
def test_exported_messages_are_valid_by_the_official_schema(filing: Station, setting: Setting, tmp_path: Path) -> None:
    if not SCHEMAS.is_dir():
        pytest.skip("the official schemas are not beside this project (../shared/data/ceb/xsd)")
    bring_sets(setting, some_sets(3), ("list",))
    exported(filing, "lists", "ceb", tmp_path / "out")
    (path,) = (tmp_path / "out").iterdir()
    documents = {file: etree.parse(file).getroot() for file in sorted(SCHEMAS.glob("*.xsd"))}
    name = "{http://www.w3.org/2001/XMLSchema}element[@name='CEB603Message']"
    chosen = next(file for file, root in documents.items() if root.find(name) is not None)
    schema = etree.XMLSchema(etree.parse(chosen))
    schema.assertValid(etree.parse(path))


def test_lists_as_sheets_say_where_they_stand(filing: Station, setting: Setting, tmp_path: Path) -> None:
    sets = some_sets(2)
    bring_sets(setting, sets)
    precheck(setting, sets)
    done = exported(filing, "lists", "csv", tmp_path)
    assert done["rows"] == 2
    lists, lines = rows(tmp_path / "lists.csv"), rows(tmp_path / "list-lines.csv")
    assert [(row["cop_no"], row["state"], row["verdict"]) for row in lists] == [
        (number, "ready", "ready") for number in sets.lists["cop_no"]
    ]
    assert lists[0]["app_time"].endswith("+08:00")
    assert [row["qty"] for row in lines] == [f"{value.normalize():f}" for value in sets.list_lines["qty"]]
    assert {row["cop_no"] for row in lines} == set(sets.lists["cop_no"])


def test_a_formula_in_a_document_goes_out_neutralised(filing: Station, setting: Setting, tmp_path: Path) -> None:
    bring(setting, real_messages(some_sets(1), "list", note="=HYPERLINK(1)", seller_name="+CMD"))
    exported(filing, "lists", "csv", tmp_path)
    (row,) = rows(tmp_path / "lists.csv")
    assert (row["note"], row["seller_name"]) == ("'=HYPERLINK(1)", "'+CMD")


def test_replies_go_out_as_they_came(filing: Station, setting: Setting, tmp_path: Path) -> None:
    sets = some_sets(2)
    bring_sets(setting, sets)
    paths = [answer(tmp_path, sets, status, at=NOW + timedelta(minutes=n)) for n, status in enumerate(("300", "800"))]
    for path in paths:
        filing.run(replies, folder=path)
    done = exported(filing, "replies", "ceb", tmp_path / "out")
    assert (done["rows"], done["messages"]) == (4, 2)
    assert [path.read_bytes() for path in sorted((tmp_path / "out").iterdir())] == [path.read_bytes() for path in paths]
    exported(filing, "replies", "csv", tmp_path / "sheets")
    told = [(row["kind"], row["cop_no"], row["return_status"]) for row in rows(tmp_path / "sheets" / "replies.csv")]
    numbers = sets.lists["cop_no"].to_list()
    assert told == [("CEB604", number, status) for status in ("300", "800") for number in numbers]


def test_replies_of_a_practice_station_carry_the_mark(practice: Station, tmp_path: Path) -> None:
    with open_setting() as setting:
        sets = some_sets(1)
        line = Line.opened(setting.conninfo, sets)
        line.send_sets(sets)
        line.judge()
        line.close()
    exported(practice, "replies", "csv", tmp_path)
    told = rows(tmp_path / "replies.csv")
    assert [row["kind"] for row in told] == ["CEB304", "CEB404", "CEB506", "CEB604"]
    assert all(row["return_info"].startswith("PRACTICE · 练习") for row in told)
    exported(practice, "lists", "ceb", tmp_path / "out")
    (path,) = (tmp_path / "out").iterdir()
    assert ceb.is_practice(path.read_bytes())


def test_problems_stand_in_one_sheet_in_both_languages(filing: Station, setting: Setting, tmp_path: Path) -> None:
    sets = dear(some_sets(1))
    bring_sets(setting, sets)
    precheck(setting, sets)
    bring(setting, [("9999964001", b"<ceb:CEB603Message")])
    sent_back = some_sets(1, first_no=5)
    bring_sets(setting, sent_back, ("list",))
    filing.run(replies, folder=answer(tmp_path, sent_back, "100", info="[Code:1313;Desc:超限]"))
    done = exported(filing, "problems", "csv", tmp_path / "out")
    fault, finding, reply = rows(tmp_path / "out" / "problems.csv")
    assert done["rows"] == 3
    assert (fault["of"], fault["rule"], fault["path"]) == ("document", "ceb.not_xml", "/")
    assert fault["en"].startswith("Expected well-formed XML")
    assert (finding["of"], finding["rule"], finding["cop_no"]) == ("list", "E05", sets.lists["cop_no"][0])
    assert "goods value" in finding["en"]
    assert "商品价格" in finding["zh"]
    assert (reply["cop_no"], reply["rule"], reply["zh"]) == (
        sent_back.lists["cop_no"][0], "100", "[Code:1313;Desc:超限]",
    )  # fmt: skip


def test_wrong_use_and_a_folder_with_an_earlier_export_are_refused(
    filing: Station, setting: Setting, tmp_path: Path
) -> None:
    for what, form in (("orders", "csv"), ("lists", "xml"), ("problems", "ceb")):
        with pytest.raises(typer.BadParameter):
            exported(filing, what, form, tmp_path / "out")
    bring_sets(setting, some_sets(1), ("list",))
    exported(filing, "lists", "ceb", tmp_path / "out")
    with pytest.raises(Refusal) as refused:
        exported(filing, "lists", "ceb", tmp_path / "out")
    assert "CEB603-000001.xml" in str(refused.value)
