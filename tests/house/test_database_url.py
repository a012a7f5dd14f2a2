"""DATABASE_URL: a server that others run."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from entrepot.project.server import account, binaries, tuning
from entrepot.project.server.cluster import Cluster
from tests.house.conftest import entrepot

PASSWORD = "test-of-another-server"


@pytest.fixture
def elsewhere(new_folder: Path) -> Iterator[str]:
    """A server of its own, not managed by any station; the connection string of its superuser."""
    place = new_folder.parent / "elsewhere"
    place.mkdir(mode=0o711)
    me = account.current()
    cluster = Cluster(place, me, binaries.locate(me))
    cluster.make(PASSWORD, sync=False)
    cluster.start(tuning.settings(tuning.GIB, 1, tuning.GIB) | tuning.THROWAWAY, progress=print)
    yield cluster.conninfo(PASSWORD, "trade")
    cluster.stop(progress=print)


def test_makes_roles_and_database_there_and_starts_none_of_its_own(new_folder: Path, elsewhere: str) -> None:
    made = entrepot("init", "--data", new_folder, "--json", DATABASE_URL=elsewhere)
    assert made.code == 0, made.err
    assert not (new_folder / "postgres").exists()
    with psycopg.connect(elsewhere) as connection:
        owned = connection.execute("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'trade'").fetchone()
    assert owned == ("entrepot_owner",)
    said = entrepot("doctor", "--data", new_folder, "--json", DATABASE_URL=elsewhere)
    assert said.object["database"]["embedded"] is False
    assert [trouble.split(",")[0] for trouble in said.object["troubles"] if "off" in trouble.split(",")[0]] == [
        "fsync is off", "synchronous_commit is off", "full_page_writes is off",
    ]  # fmt: skip


def test_a_second_data_folder_is_refused_and_the_first_works_on(new_folder: Path, elsewhere: str) -> None:
    second = new_folder.parent / "second"
    assert entrepot("init", "--data", new_folder, "--json", DATABASE_URL=elsewhere).code == 0
    other = elsewhere.replace("dbname=trade", "dbname=other")
    said = entrepot("init", "--data", second, "--json", DATABASE_URL=other)
    assert said.code == 1
    assert "serves another data folder" in said.object["error"]["message"]
    with psycopg.connect(elsewhere) as connection:
        assert connection.execute("SELECT 1 FROM pg_database WHERE datname = 'other'").fetchone() is None
    assert entrepot("doctor", "--data", new_folder, "--json", DATABASE_URL=elsewhere).code == 0


def test_a_server_that_does_not_answer_is_one_sentence(new_folder: Path) -> None:
    nowhere = f"host={new_folder.parent} dbname=trade connect_timeout=2"
    said = entrepot("init", "--data", new_folder, "--json", DATABASE_URL=nowhere)
    assert said.code == 1
    assert said.object["error"]["message"].startswith("The database cannot be used: ")
    assert said.object["error"]["message"].endswith("See: entrepot doctor")
