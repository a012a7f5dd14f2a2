"""A second folder receives what another station handed over, and verifies it with the network cut."""

import json
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from tests.house.conftest import Said, clean_environment, entrepot
from tests.house.test_joining import holder

pytestmark = pytest.mark.timeout(600)  # two stations and nine programs, one after the other
ROOT = Path(__file__).parents[2]

# No socket but those of the machine's own files: whatever asks the network ends here.
CUT = """
import socket, sys
def refuse(self, address):
    assert self.family == socket.AF_UNIX, f"the network was asked: {address}"
    return connect(self, address)
connect = socket.socket.connect
socket.socket.connect = refuse
socket.getaddrinfo = lambda *asked, **how: (_ for _ in ()).throw(AssertionError(f"the network was asked: {asked}"))
sys.argv = ["entrepot", *sys.argv[1:]]
from entrepot.project.cli import main
main()
"""
INTERFACES = "import socket; print([name for _, name in socket.if_nameindex()])"


@cache
def apart() -> tuple[str, ...]:
    """What a command begins with to run in a network of its own that leads nowhere; empty where none can be made.

    As the same account, so that the database lets it in by its socket file.
    """
    unshare = shutil.which("unshare")
    for how in (("--net",), ("--map-current-user", "--net")) if unshare else ():
        assert unshare is not None
        if subprocess.run([unshare, *how, "true"], check=False, capture_output=True).returncode == 0:
            return (unshare, *how)
    warnings.warn(
        "this machine makes no network namespace (unshare --net): the network is cut inside the program alone,"
        " where every socket but the database's own file fails",
        stacklevel=2,
    )
    return ()


def without_network(*words: str | Path) -> Said:
    """A command in a network that leads nowhere, where the machine makes one; with sockets cut anyway."""
    line = [*apart(), sys.executable, "-c", CUT, *map(str, words)]
    done = subprocess.run(line, check=False, capture_output=True, text=True, env=clean_environment(), timeout=100)
    return Said(done.returncode, done.stdout, done.stderr)


@contextmanager
def running(folder: Path) -> Iterator[None]:
    """Its database runs meanwhile, so that each command finds it."""
    keeps_it = holder(folder)
    try:
        yield
    finally:
        keeps_it.communicate(timeout=60)


def handed_over(folder: Path) -> tuple[Path, str, str]:
    """A first station with orders of its own signs one of them: the file, its order number, the key's fingerprint."""
    made = entrepot("init", "--data", folder, "--json")
    assert made.code == 0, made.err
    sheet, mapping = ROOT / "demo" / "orders.csv", ROOT / "demo" / "orders.toml"
    problems, file = folder.parent / "problems.csv", folder.parent / "record.json"
    with running(folder):
        brought = entrepot("import", sheet, "--mapping", mapping, "--problems", problems, "--data", folder, "--json")
        assert brought.code == 0, brought.err
        told = entrepot("share", "P-1001", "--parts", "order,money", "--file", file, "--data", folder, "--json")
        assert told.code == 0, told.err
    return file, told.object["order_no"], told.object["fingerprint"]


def test_a_second_folder_receives_and_verifies_with_the_network_cut(station: Path, new_folder: Path) -> None:
    handed, order_no, fingerprint = handed_over(new_folder)
    changed = handed.with_name("changed.json")
    changed.write_bytes(handed.read_bytes().replace(b"Stoneware mug", b"Stoneware jug", 1))
    assert changed.read_bytes() != handed.read_bytes()
    shutil.rmtree(new_folder)  # the file is all that is left of the first station
    with running(station):
        assert without_network("verify", handed, "--json").object["fingerprint"] == fingerprint
        kept = without_network("receive", handed, "--fingerprint", fingerprint, "--data", station, "--json")
        assert kept.code == 0, kept.err
        assert (kept.object["order_no"], kept.object["standing"]) == (order_no, "confirmed")
        wrong = without_network("receive", changed, "--data", station, "--json")
        assert (wrong.code, "The signature does not fit" in wrong.object["error"]["message"]) == (1, True)
        listed = without_network("received", "--data", station, "--json")
        assert listed.code == 0, listed.err
    found = [(one["number"], one["fingerprint"]) for one in listed.object["received"]]
    assert found == [(kept.object["number"], fingerprint)]


def test_the_cut_is_a_cut() -> None:
    ask = CUT.split("sys.argv", maxsplit=1)[0] + "\nsocket.create_connection(('127.0.0.1', 9), 1)"
    done = subprocess.run([sys.executable, "-c", ask], check=False, capture_output=True, text=True)
    assert "the network was asked" in done.stderr


def test_the_network_of_its_own_leads_nowhere() -> None:
    if not apart():
        pytest.skip("this machine makes no network namespace (unshare --net)")
    line = [*apart(), sys.executable, "-c", INTERFACES]
    found = subprocess.run(line, check=True, capture_output=True, text=True).stdout
    assert json.loads(found.replace("'", '"')) == ["lo"]  # and that is down until somebody brings it up
