"""Commands share one database: the first one starts it, the last one out stops it, whoever that is."""

import subprocess
import sys
from pathlib import Path

from entrepot.project.server.folder import DataFolder
from entrepot.project.server.installation import Installation
from tests.house.conftest import clean_environment, entrepot, runs

HOLD = """
import sys
from pathlib import Path
from entrepot.project.server.folder import DataFolder
from entrepot.project.server.installation import Installation
with Installation(DataFolder(Path(sys.argv[1])), lambda line: None):
    print("joined", flush=True)
    sys.stdin.read()
"""


def holder(folder: Path) -> "subprocess.Popen[str]":
    """A command that stays until its standard input closes."""
    line = [sys.executable, "-c", HOLD, str(folder)]
    process = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=clean_environment())
    assert process.stdout is not None
    assert process.stdout.readline() == "joined\n"
    return process


def test_a_command_alone_starts_the_database_and_stops_it_again(station: Path) -> None:
    assert not runs(station)
    assert entrepot("doctor", "--data", station).code == 0
    assert not runs(station)


def test_the_starter_leaves_first_and_the_last_one_stops_it(station: Path) -> None:
    starter, second = holder(station), holder(station)
    starter.communicate(timeout=30)
    assert runs(station)
    second.communicate(timeout=30)
    assert not runs(station)


def test_a_killed_user_is_no_user_any_more(station: Path) -> None:
    killed = holder(station)
    killed.kill()
    killed.communicate(timeout=30)
    assert runs(station)  # nobody was left to stop it
    assert entrepot("doctor", "--data", station).code == 0
    assert not runs(station)


def test_joining_a_prepared_station_prepares_nothing(station: Path) -> None:
    said: list[str] = []
    installation = Installation(DataFolder(station), said.append)
    environment = installation.environment()
    assert environment["ENTREPOT_STATION"] == "practice"
    assert "prepared.json" in {path.name for path in station.iterdir()}
    assert entrepot("doctor", "--data", station).err == ""
    assert said == []
