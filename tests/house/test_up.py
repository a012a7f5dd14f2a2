"""`entrepot up`: one supervisor a folder, ready when the pages answer, ended in order."""

import json
import os
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from entrepot.project.server import account
from entrepot.project.server.folder import DataFolder
from tests.house.conftest import Up, entrepot, free_port, health, runs

Start = Callable[..., Up]
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


def test_says_ready_once_the_pages_answer_and_ends_everything_on_sigterm(station: Path, start: Start) -> None:
    up = start(station, "--workers", "1")
    address = f"http://127.0.0.1:{up.port}/"
    assert up.ready == {"ready": True, "address": address, "station": "practice", "data": str(station)}
    assert health(address) == (200, b"ok\n")
    names = {process.name() for process in up.family()}
    assert "postgres" in names
    family = up.family()
    said = up.end()
    assert (said.code, said.out) == (0, ""), said.err  # nothing after the object
    assert [process.pid for process in family if process.is_running() and process.name() != "postgres"] == []
    assert not runs(station)


def test_refuses_a_second_up_on_the_same_folder_and_the_first_goes_on(station: Path, start: Start) -> None:
    first = start(station, "--workers", "0")
    second = entrepot("up", "--data", station, "--port", str(free_port()), "--json")
    assert second.code == 1
    sentence = second.object["error"]["message"]
    assert sentence == (
        f"{station} is running already (process {first.process.pid}, {first.ready['address']}). "
        "Stop that one first, or give this one a folder: --data DIR."
    )
    assert sentence in second.err
    assert health(first.ready["address"]) == (200, b"ok\n")
    assert first.end().code == 0


def test_doctor_joins_a_running_station_and_leaves_it_running(station: Path, start: Start) -> None:
    up = start(station, "--workers", "0")
    said = entrepot("doctor", "--data", station, "--json")
    assert said.code == 0, said.err
    assert said.object["running"]["pid"] == up.process.pid
    assert said.object["running"]["address"] == up.ready["address"]
    assert runs(station)
    assert up.end().code == 0
    assert not runs(station)


def test_refuses_a_port_that_another_program_uses(station: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = entrepot("up", "--data", station, "--port", str(port), "--json")
    assert said.code == 1
    assert said.object["error"]["message"] == (
        f"Port {port} on 127.0.0.1 is in use by another program. Choose another: --port {port + 1}"
    )
    assert not runs(station)


@pytest.mark.parametrize("asked", ["filing", "deciding"])
def test_a_station_keeps_its_kind_for_life(station: Path, asked: str) -> None:
    before = (station / "station.json").read_bytes()
    said = entrepot("up", "--data", station, "--station", asked, "--json")
    assert said.code == 1
    assert said.object["error"]["message"].startswith(f"{station} is a practice station and stays one for life; ")
    assert (station / "station.json").read_bytes() == before


def test_a_kind_nobody_knows_is_wrong_use_and_makes_no_folder(new_folder: Path) -> None:
    said = entrepot("init", "--data", new_folder, "--station", "customs", "--json")
    assert said.code == 2
    sentence = "There is no station of kind “customs”; expected practice, filing, deciding."
    assert sentence in said.object["error"]["message"]
    assert not new_folder.exists()


def test_a_filing_station_says_so(new_folder: Path) -> None:
    said = entrepot("init", "--data", new_folder, "--station", "filing", "--json")
    assert said.code == 0, said.err
    assert said.object == {"data": str(new_folder), "station": "filing"}
    assert json.loads((new_folder / "station.json").read_text("utf-8"))["kind"] == "filing"


def test_secrets_are_for_their_owner_alone(station: Path) -> None:
    assert (station / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert (station / "postgres").stat().st_mode & 0o777 == 0o700
    assert (station / "run").stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the database over to a service account")
def test_as_root_the_database_goes_where_the_service_account_reaches_it(new_folder: Path) -> None:
    locked = new_folder.parent / "locked"
    locked.mkdir(mode=0o700)
    me = account.current()
    here = DataFolder(new_folder).make("practice", me, now=NOW)
    elsewhere = DataFolder(locked / "data").make("practice", me, now=NOW)
    assert me.name != "root"
    assert here.place == new_folder
    assert elsewhere.place.parent == account.HOME
    assert elsewhere.place.is_dir()
    assert DataFolder(locked / "data").identity() == elsewhere  # the folder knows where its database lies
    elsewhere.place.rmdir()
    assert locked.stat().st_mode & 0o777 == 0o700  # the folders above stay as they are
