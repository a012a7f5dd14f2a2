"""`share` and `verify`: exactly the chosen parts, to exactly the named party, each look kept."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
import typer

from entrepot.modules.declarations import api as declarations
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Reader, UnableToShare
from entrepot.project.cli.sharing import PARTS, share, verify
from entrepot.project.line.setting import Setting, open_setting
from entrepot.project.practice import world
from entrepot.project.practice.firms import CARRIERS, MARKETPLACE, PAYMENT_FIRM, SELLERS
from entrepot.project.practice.sets import Sets
from entrepot.project.wording import Refusal
from entrepot.store import connection as connections
from tests.factories.line import NOW, Line, some_sets
from tests.modules.cli.conftest import Station

BANK = PAYMENT_FIRM.customs_code
MONEY = {"goods_value", "freight", "price", "total_price", "charge", "currency"}


@pytest.fixture
def setting(practice: Station) -> Iterator[Setting]:
    world.register_firms(now=NOW)
    with open_setting() as opened:
        yield opened


@pytest.fixture
def sets(setting: Setting, practice: Station) -> Sets:
    """One decided set."""
    made = some_sets(1)
    line = Line.opened(setting.conninfo, made)
    line.send_sets(made)
    line.judge()
    line.close()
    return made


def shared(station: Station, record: str, parts: str, **more: object) -> dict[str, object]:
    options = {"to": BANK, "until": "2026-06-30", "file": None, "seller": None}
    return station.run(share, record=record, parts=parts, **{**options, **more})


def reader_of(code: str, *, now: datetime = NOW) -> Reader:
    party = parties.known_code(code, using="owner")
    assert party is not None
    return parties.reader_of(person_id=None, firms=(party,), now=now, using="owner")


def look(reader: Reader, grant: object, *parts: str, now: datetime = NOW) -> declarations.Shared:
    with parties.reading(reader):
        return declarations.look_at(reader=reader, grant_id=int(str(grant)), parts=parts, now=now)


@pytest.mark.parametrize("part", PARTS)
def test_the_named_party_gets_the_chosen_part_and_no_other(practice: Station, sets: Sets, part: str) -> None:
    grant = shared(practice, sets.orders["order_no"][0], part)["grant"]
    reader = reader_of(BANK)
    found = look(reader, grant, part).parts
    assert all(rows for name, rows in found[part].items() if name != "findings")
    columns = {column for rows in found[part].values() for row in rows for column in row}
    assert bool(columns & MONEY) == (part == "money")
    for other in set(PARTS) - {part}:
        with pytest.raises(UnableToShare):
            look(reader, grant, other)
        with parties.reading(reader):
            everything = declarations.opened(reader.grants[0], [other], using="default").parts[other]
        assert {name: rows for name, rows in everything.items() if rows} == {}


def test_what_the_parts_hold_is_what_the_documents_say(practice: Station, sets: Sets) -> None:
    grant = shared(practice, f"{MARKETPLACE.customs_code}/{sets.orders['order_no'][0]}", ",".join(PARTS))["grant"]
    found = look(reader_of(BANK), grant, *PARTS).parts
    order, set_lines = sets.orders.row(0, named=True), sets.order_lines
    assert found["order"]["order"][0]["seller_name"] == order["seller_name"]
    assert [row["qty"] for row in found["order"]["lines"]] == set_lines["qty"].to_list()
    assert [row["total_price"] for row in found["money"]["prices"]] == set_lines["total_price"].to_list()
    assert found["money"]["slips"][0]["charge"] == sets.slips["charge"][0]
    assert [row["hs_code"] for row in found["goods"]["lines"]] == sets.list_lines["hs_code"].to_list()
    assert found["transport"]["lists"][0]["waybill_no"] == sets.waybills["waybill_no"][0]
    assert found["transport"]["lists"][0]["goods_info"] == sets.waybills["goods_info"][0]
    assert found["customs"]["lists"][0]["state"] == "released"
    assert [(row["kind"], row["verdict"]) for row in found["customs"]["decisions"]] == [("decision", "released")]


def test_each_look_is_kept_for_the_owner_to_see(practice: Station, sets: Sets) -> None:
    grant = shared(practice, sets.orders["order_no"][0], "order,transport")["grant"]
    seller = parties.known_code(sets.orders["seller_code"][0], using="owner")
    assert seller is not None
    look(reader_of(BANK), grant, "order")
    look(reader_of(BANK), grant, "order", "transport", now=NOW + timedelta(minutes=1))
    with pytest.raises(UnableToShare):
        look(reader_of(BANK), grant, "money")
    kept = [(row.by_party_id, row.parts, row.at) for row in parties.looks_at(seller, using="owner")]
    bank = parties.known_code(BANK, using="owner")
    assert kept == [(bank, ["order", "transport"], NOW + timedelta(minutes=1)), (bank, ["order"], NOW)]


def test_a_grant_is_taken_back_by_its_number_once(practice: Station, sets: Sets) -> None:
    number = sets.orders["order_no"][0]
    grant = int(str(shared(practice, number, "order")["grant"]))
    assert reader_of(BANK).grants
    nothing = {"record": None, "parts": None, "to": None, "until": None, "file": None, "seller": None}
    told = practice.run(share, **nothing, revoke=grant)
    assert (told["grant"], told["order_no"], told["revoked"]) == (grant, number, True)
    assert reader_of(BANK).grants == ()
    for wrong in (grant, 999_999):
        with pytest.raises(Refusal):
            practice.run(share, **nothing, revoke=wrong)
    with pytest.raises(typer.BadParameter):
        practice.run(share, **{**nothing, "record": number}, revoke=grant)


def test_a_stranger_a_day_too_late_and_another_record_get_nothing(practice: Station, sets: Sets) -> None:
    grant = shared(practice, sets.orders["order_no"][0], "order")["grant"]
    last = datetime(2026, 6, 30, 15, 59, 59, tzinfo=UTC)  # the last second of that day in China
    assert look(reader_of(BANK, now=last), grant, "order", now=last).parts["order"]["order"]
    for reader in (reader_of(BANK, now=last + timedelta(seconds=1)), reader_of(CARRIERS[0].customs_code)):
        assert reader.grants == ()
        with pytest.raises(UnableToShare):
            look(reader, grant, "order")
    with connections.web() as stranger:
        for function in ("trade_part_order", "trade_part_amounts", "declarations_part_customs"):
            query = f"SELECT count(*) FROM {function}(%s, (SELECT 1::bigint))"
            assert stranger.execute(query, (sets.orders["order_no"][0],)).fetchone() == (0,)


def test_a_grant_of_another_than_the_seller_opens_nothing(
    practice: Station, sets: Sets, owner: psycopg.Connection
) -> None:
    codes = (BANK, CARRIERS[1].customs_code, MARKETPLACE.customs_code)
    bank, other, marketplace = (parties.party_of_code(code, using="owner") for code in codes)
    grant = parties.share(
        acting=parties.Acting(other), order_no=sets.orders["order_no"][0], marketplace_id=marketplace, parts=["order"],
        to_party=bank, valid_until=NOW + timedelta(days=1), now=NOW, using="owner",
    )  # fmt: skip
    assert look(reader_of(BANK), grant, "order").parts == {"order": {"order": [], "lines": []}}


def test_a_file_holds_the_chosen_parts_and_verifies_without_a_station(
    practice: Station, sets: Sets, tmp_path: Path
) -> None:
    out = tmp_path / "record.json"
    made = shared(practice, sets.orders["order_no"][0], "order,customs", to=None, until=None, file=out)
    found = practice.run(verify, file=out)
    assert (found["valid"], found["practice"], found["fingerprint"]) == (True, True, made["fingerprint"])
    assert found["issuer"]["station"] == "practice"
    payload = found["payload"]
    assert (payload["mark"], list(payload["parts"])) == ("PRACTICE · 练习", ["customs", "order"])
    assert payload["parts"]["order"]["lines"][0]["qty"] == f"{sets.order_lines['qty'][0].normalize():f}"
    assert not MONEY & {column for rows in payload["parts"]["order"].values() for row in rows for column in row}


def test_a_file_is_verified_far_from_any_station(practice: Station, sets: Sets, tmp_path: Path) -> None:
    out = tmp_path / "record.json"
    shared(practice, sets.orders["order_no"][0], "order", to=None, until=None, file=out)
    words = [sys.executable, "-m", "entrepot", "verify", str(out), "--json", "--data", str(tmp_path / "nowhere")]
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(words, cwd=tmp_path, env=bare, check=True, capture_output=True, text=True)
    assert json.loads(done.stdout.splitlines()[-1])["valid"] is True
    assert not (tmp_path / "nowhere").exists()


def test_a_changed_file_does_not_verify(practice: Station, sets: Sets, tmp_path: Path) -> None:
    out = tmp_path / "record.json"
    shared(practice, sets.orders["order_no"][0], "order", to=None, until=None, file=out)
    package = json.loads(out.read_text("utf-8"))
    package["payload"]["order_no"] = "ANOTHER"
    out.write_text(json.dumps(package), "utf-8")
    with pytest.raises(Refusal) as refused:
        practice.run(verify, file=out)
    assert str(refused.value).startswith("The signature does not fit")


def test_wrong_use_is_named_and_opens_nothing(practice: Station, sets: Sets, tmp_path: Path) -> None:
    order_no = sets.orders["order_no"][0]
    for wrong in (
        {"parts": "order,everything"}, {"parts": ""}, {"parts": "order", "to": None},
        {"parts": "order", "file": tmp_path / "x"}, {"parts": "order", "until": "tomorrow"},
    ):  # fmt: skip
        with pytest.raises(typer.BadParameter):
            shared(practice, order_no, **wrong)
    with pytest.raises(Refusal):
        shared(practice, "NOTHING", "order")
    with pytest.raises(UnableToShare):
        shared(practice, order_no, "order", until=str(date(2026, 5, 1)))
    sellers = [parties.known_code(firm.customs_code, using="owner") for firm in SELLERS]
    assert [parties.grants_of(seller, using="owner") for seller in sellers if seller] == [[]] * len(SELLERS)
