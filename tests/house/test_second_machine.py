"""A second machine works for a station by one command, with nothing of its data folder."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from entrepot.project.server.folder import DataFolder
from entrepot.project.server.installation import Installation
from tests.house.conftest import clean_environment, entrepot, quiet
from tests.house.test_database_url import elsewhere

__all__ = ["elsewhere"]
SEND = """
from datetime import UTC, datetime
from entrepot.project.server.schema import set_up_django
set_up_django()
from entrepot.project.line import arrivals, demo
from entrepot.project.line.setting import open_setting
now = datetime.now(UTC)
with open_setting() as setting:
    demo.load(setting, now=now)
    demo.send(setting, arrivals.sets_that_arrive(setting, now=now), now=now)
"""
DECISIONS = "SELECT count(*) FROM declarations_decision"
UNREAD = "SELECT count(*) FROM exchange_message WHERE direction = 'in' AND state = 'stored'"


def count(server: str, query: str) -> int:
    with psycopg.connect(server) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def join(server: str, place: Path) -> "subprocess.Popen[str]":
    """A worker in an empty folder of another machine, as far as one machine can show it; it has said that it joined."""
    line = [sys.executable, "-m", "entrepot", "worker", "--join", server, "--json"]
    worker = subprocess.Popen(line, cwd=place, stdout=subprocess.PIPE, text=True, env=clean_environment())
    assert worker.stdout is not None
    heard, _, _ = select.select([worker.stdout], [], [], 60)
    assert heard
    assert json.loads(worker.stdout.readline()) == {"joined": True, "station": "practice"}
    return worker


def test_takes_and_decides_what_has_come_without_the_data_folder(new_folder: Path, elsewhere: str) -> None:
    assert entrepot("init", "--data", new_folder, "--json", DATABASE_URL=elsewhere).code == 0
    inside = Installation(DataFolder(new_folder), quiet, database_url=elsewhere).environment()
    subprocess.run([sys.executable, "-c", SEND], check=True, env=clean_environment(**inside), capture_output=True)
    new_folder.rename(new_folder.with_name("gone"))
    before = count(elsewhere, DECISIONS)
    place = new_folder.with_name("second")
    place.mkdir()
    worker = join(elsewhere, place)
    began = time.monotonic()
    while count(elsewhere, DECISIONS) < before + 100:
        assert worker.poll() is None
        assert time.monotonic() - began < 60
        time.sleep(0.2)
    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=30)
    assert worker.returncode == 0
    assert os.listdir(place) == []  # noqa: PTH208 - it wrote nothing


def test_a_database_without_a_station_or_of_another_release_is_refused(new_folder: Path, elsewhere: str) -> None:
    none = entrepot("worker", "--join", elsewhere, "--json")
    assert (none.code, "There is no station" in none.object["error"]["message"]) == (1, True)
    assert entrepot("init", "--data", new_folder, "--json", DATABASE_URL=elsewhere).code == 0
    with psycopg.connect(elsewhere) as connection:
        connection.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('parties', '9999_later', now())")
    other = entrepot("worker", "--join", elsewhere, "--json")
    assert other.code == 1
    assert "parties.9999_later. Install the same release on both" in other.object["error"]["message"]
