"""`share --as epcis`, `receive`, `received`: what leaves as a file, and what comes in as somebody else's word."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import typer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from entrepot.modules.parties import api as parties
from entrepot.project.cli.exchange import receive, received
from entrepot.project.cli.sharing import share
from entrepot.project.line.setting import Setting, open_setting
from entrepot.project.practice import world
from entrepot.project.practice.firms import PAYMENT_FIRM
from entrepot.project.practice.sets import Sets
from entrepot.project.wording import Refusal
from tests.factories.line import NOW, Line, some_sets
from tests.factories.received import package
from tests.modules.cli.conftest import Station

BANK = PAYMENT_FIRM.customs_code
SHARE = {"to": None, "until": None, "seller": None, "revoke": None}
ROWS = "SELECT count(*) FROM exchange_received"


@pytest.fixture
def setting(practice: Station) -> Iterator[Setting]:
    world.register_firms(now=NOW)
    with open_setting() as opened:
        yield opened


@pytest.fixture
def sets(setting: Setting) -> Sets:
    """One decided set."""
    made = some_sets(1)
    line = Line.opened(setting.conninfo, made)
    line.send_sets(made)
    line.judge()
    line.close()
    return made


def take(station: Station, file: Path, fingerprint: str | None = None) -> dict[str, Any]:
    return station.run(receive, file=file, fingerprint=fingerprint, owner=BANK)


def refused(station: Station, file: Path, fingerprint: str | None = None) -> str:
    with pytest.raises(Refusal) as caught:
        take(station, file, fingerprint)
    return str(caught.value)


def signed(path: Path, *, station: str = "filing", key: Ed25519PrivateKey | None = None, **changes: object) -> Path:
    """A package of another station, in a file."""
    path.write_bytes(package(key or Ed25519PrivateKey.generate(), station=station, **changes))
    return path


def test_a_record_as_epcis_holds_the_chosen_parts_and_says_in_both_languages_what_was_lost(
    practice: Station, sets: Sets, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "record.jsonld"
    number = sets.orders["order_no"][0]
    told = practice.run(share, **SHARE, record=number, parts="order,money,transport,customs", file=out, form="epcis")
    document = json.loads(out.read_text("utf-8"))
    steps = [event.get("bizStep") for event in document["epcisBody"]["eventList"]]
    assert steps == [None, "shipping", "inspecting"]
    assert document["entrepot:mark"] == "PRACTICE · 练习"
    prices = next(one for one in told["losses"] if (one["rows"], one["column"]) == ("prices", "total_price"))
    assert (prices["way"], prices["values"]) == ("lost", sets.order_lines.height)
    assert prices["en"] == f"money, Line total: {sets.order_lines.height} values are not in the file"
    assert prices["zh"].startswith("资金，")
    assert "Not in it, EPCIS has no place for it: money: No., Price, Line total" in capsys.readouterr().err
    assert f"{sets.order_lines['total_price'][0].normalize():f}" not in str(document["epcisBody"])
    practice.run(share, **SHARE, record=number, parts="order", file=out, form="epcis")
    assert str(sets.waybills["waybill_no"][0]) not in out.read_text("utf-8")
    with pytest.raises(typer.BadParameter):
        practice.run(share, **SHARE, record=number, parts="order", file=out, form="pdf")


def test_a_package_is_kept_as_the_statement_of_its_issuer_and_found_again(
    practice: Station, sets: Sets, tmp_path: Path, owner: psycopg.Connection
) -> None:
    out = tmp_path / "record.json"
    number = sets.orders["order_no"][0]
    made = practice.run(share, **SHARE, record=number, parts="order,customs", file=out, form="package")
    kept = take(practice, out)
    assert (kept["standing"], kept["practice"], kept["fingerprint"]) == ("first", True, made["fingerprint"])
    assert (kept["order_no"], sorted(kept["parts"])) == (number, ["customs", "order"])
    listed = practice.run(received, number=None, owner=BANK)["received"]
    assert [one["number"] for one in listed] == [kept["number"]]
    whole = practice.run(received, number=kept["number"], owner=BANK)
    assert whole["payload"]["parts"]["order"]["order"][0]["order_no"] == number
    assert practice.run(received, number=None, owner=None) == {"received": []}
    with pytest.raises(Refusal):
        practice.run(received, number=kept["number"], owner=None)
    documents = owner.execute("SELECT (SELECT count(*) FROM trade_order), (SELECT count(*) FROM exchange_message)")
    before = documents.fetchone()
    take(practice, signed(tmp_path / "other.json"))
    again = owner.execute("SELECT (SELECT count(*) FROM trade_order), (SELECT count(*) FROM exchange_message)")
    assert again.fetchone() == before


def test_one_changed_byte_the_same_package_twice_and_what_is_no_record_are_refused(
    practice: Station, setting: Setting, tmp_path: Path, owner: psycopg.Connection
) -> None:
    good = signed(tmp_path / "good.json")
    content = good.read_bytes()
    changed = tmp_path / "changed.json"
    for place in (content.index(b"ABROAD-1"), content.index(b'"signature"') + 20, len(content) // 2):
        changed.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert refused(practice, changed)
    assert owner.execute(ROWS).fetchone() == (0,)
    number = take(practice, good)["number"]
    assert f"received already, on 2026-05-04 08:00 UTC, as number {number}" in refused(practice, good)
    assert "expected a record" in refused(practice, signed(tmp_path / "a.json", kind="entrepot.result.v1"))
    shapes: tuple[dict[str, Any], ...] = (
        {"parts": {"order": []}},
        {"parts": {"order": {"lines": ["x"]}}},
        {"order_no": 1},
        {"seller": "S"},
    )
    for shape in shapes:
        assert "expected a record" in refused(practice, signed(tmp_path / "b.json", **shape))
    assert "found none" in refused(practice, tmp_path / "nowhere")
    assert owner.execute(ROWS).fetchone() == (1,)


def test_a_practice_package_does_not_come_into_a_filing_station(
    filing: Station, tmp_path: Path, owner: psycopg.Connection
) -> None:
    package = signed(tmp_path / "practice.json", station="practice")
    with pytest.raises(Refusal) as caught:
        filing.run(receive, file=package, fingerprint=None, owner=None)
    assert "This is a filing station, the package is of a practice station" in str(caught.value)
    assert owner.execute(ROWS).fetchone() == (0,)
    assert filing.run(receive, file=signed(tmp_path / "real.json"), fingerprint=None, owner=None)["practice"] is False


def test_a_key_is_first_seen_then_seen_then_compared_and_another_key_is_named(
    practice: Station, setting: Setting, tmp_path: Path
) -> None:
    key = Ed25519PrivateKey.generate()
    told = parties.fingerprint(key.public_key())

    def standing(order: str, key: Ed25519PrivateKey | None, fingerprint: str | None = None) -> str:
        return str(take(practice, signed(tmp_path / f"{order}.json", key=key, order_no=order), fingerprint)["standing"])

    assert standing("A", key) == "first"
    assert standing("B", key) == "seen"
    assert standing("C", key, told.upper()) == "confirmed"
    assert standing("D", key) == "confirmed"
    assert standing("E", None) == "other_key"
    foreign = signed(tmp_path / "F.json", order_no="F")
    assert "signed by somebody else" in refused(practice, foreign, told)


def test_an_epcis_file_of_others_is_listed_and_not_kept(
    practice: Station, sets: Sets, tmp_path: Path, owner: psycopg.Connection
) -> None:
    out = tmp_path / "record.jsonld"
    practice.run(share, **SHARE, record=sets.orders["order_no"][0], parts="order,transport", file=out, form="epcis")
    told = take(practice, out)
    assert (told["signed"], told["kept"], [event["step"] for event in told["events"]]) == (
        False,
        False,
        ["", "shipping"],
    )
    out.write_text(out.read_text("utf-8").replace('"2.0"', '"1.2"'), "utf-8")
    assert "Expected schemaVersion 2.x, found 1.2" in refused(practice, out)
    assert owner.execute(ROWS).fetchone() == (0,)
