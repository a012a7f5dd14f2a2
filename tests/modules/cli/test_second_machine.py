"""`worker --join`: a second machine works for a station by one command, with nothing of its data folder."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Incoming
from entrepot.modules.parties import api as parties
from entrepot.project.line.setting import open_setting
from entrepot.project.practice import world
from entrepot.project.practice.sets import Sets
from entrepot.project.server import joining
from entrepot.project.wording import Refusal
from tests.databases import Database
from tests.factories.line import KINDS, NOW, messages_of, some_sets
from tests.modules.cli.conftest import Station

DECIDED = "SELECT count(*) FROM declarations_decision"
READ = "SELECT count(*) FROM exchange_message WHERE direction = 'in' AND state = 'read'"
PATIENCE_S = 80


def count(connection: psycopg.Connection, query: str) -> int:
    row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def join(server: str, place: Path) -> "subprocess.Popen[str]":
    """A worker of another machine, as far as one machine can show it: an empty folder, nothing in its environment."""
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}
    secret = place.parent / "secrets.json"
    secret.write_text(json.dumps({"django": os.environ["ENTREPOT_SECRET_KEY"]}), "utf-8")
    line = [sys.executable, "-m", "entrepot", "worker", "--join", server, "--secret-file", str(secret), "--json"]
    worker = subprocess.Popen(line, cwd=place, stdout=subprocess.PIPE, text=True, env=bare)
    assert worker.stdout is not None
    heard, _, _ = select.select([worker.stdout], [], [], PATIENCE_S)
    assert heard
    assert json.loads(worker.stdout.readline()) == {"joined": True, "station": "practice"}
    return worker


def store(sets: Sets) -> int:
    """Keep the messages of these sets unread, as the interface does; how many."""
    messages = [message for kind in KINDS for message in messages_of(sets, kind)]
    with open_setting() as setting:
        ids = parties.resolve(setting.lookups, [(code, code, "") for code, _ in messages])
        incoming = [Incoming("message", ids[code], body) for code, body in messages]
        with setting.connection.transaction():
            return len(exchange.store_messages(setting.connection, incoming, now=NOW, practice=True))


def test_reads_and_decides_what_has_come_without_the_data_folder(
    practice: Station, db: Database, owner: psycopg.Connection, tmp_path: Path
) -> None:
    world.register_firms(now=NOW)
    stored = store(some_sets(5))
    place = tmp_path / "second"
    place.mkdir()
    worker = join(db.superuser, place)
    began = time.monotonic()
    try:
        while count(owner, DECIDED) < 5:
            assert worker.poll() is None
            assert time.monotonic() - began < PATIENCE_S
            time.sleep(0.2)
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.communicate(timeout=30)
    assert count(owner, READ) == stored
    assert worker.returncode == 0
    assert list(place.iterdir()) == []  # it wrote nothing beside the database


def test_a_database_without_a_station_or_of_another_release_is_refused(
    db: Database, owner: psycopg.Connection, practice: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dict(os.environ)
    with pytest.raises(Refusal, match="There is no station in the database"):
        joining.join(db.superuser)
    with pytest.raises(Refusal, match="There is no station in the database nowhere"):
        joining.join(psycopg.conninfo.make_conninfo(db.superuser, dbname="nowhere"))
    assert dict(os.environ) == before
    with open_setting():
        pass
    for name, value in before.items():
        monkeypatch.setenv(name, value)
    owner.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('parties', '9999_later', now())")
    with pytest.raises(Refusal, match=r"parties\.9999_later\. Install the same release on both"):
        joining.join(db.superuser)


def test_a_machine_without_the_stations_secret_is_refused(
    db: Database, practice: Station, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = dict(os.environ)
    with open_setting():
        store(some_sets(1))  # seals with the secret of the station
    for name, value in before.items():
        monkeypatch.setenv(name, value)
    other = tmp_path / "other"
    other.write_text("of another station\n", "utf-8")
    with pytest.raises(Refusal, match="The secret given is not that of the station"):
        joining.join(db.superuser, other)
    monkeypatch.delenv("ENTREPOT_SECRET_KEY")
    with pytest.raises(Refusal, match="found no secret to open them"):
        joining.join(db.superuser)
    with pytest.raises(Refusal, match="found no secret to open them"):
        joining.join(db.superuser, tmp_path / "nothing")
