"""A second folder receives what another station handed over, and verifies it with the network cut."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from entrepot.modules.parties.api import fingerprint
from tests.factories.received import package
from tests.house.conftest import Said, clean_environment
from tests.house.test_joining import holder

pytestmark = pytest.mark.timeout(300)  # four programs, one after the other

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


def without_network(*words: str | Path) -> Said:
    """A command in a network of its own that leads nowhere, where the machine makes one; with sockets cut anyway."""
    line = [sys.executable, "-c", CUT, *map(str, words)]
    unshare = shutil.which("unshare")
    if unshare and subprocess.run([unshare, "--net", "true"], check=False, capture_output=True).returncode == 0:
        line = [unshare, "--net", *line]
    done = subprocess.run(line, check=False, capture_output=True, text=True, env=clean_environment(), timeout=100)
    return Said(done.returncode, done.stdout, done.stderr)


def test_a_second_folder_receives_and_verifies_with_the_network_cut(station: Path) -> None:
    key = Ed25519PrivateKey.generate()  # of a station that this folder knows nothing of
    handed, changed = station.parent / "record.json", station.parent / "changed.json"
    handed.write_bytes(content := package(key))
    changed.write_bytes(content.replace(b"ABROAD-1", b"ABROAD-2", 1))
    told = fingerprint(key.public_key())
    keeps_it_running = holder(station)
    kept = without_network("receive", handed, "--fingerprint", told, "--data", station, "--json")
    assert kept.code == 0, kept.err
    assert (kept.object["order_no"], kept.object["standing"]) == ("ABROAD-1", "confirmed")
    wrong = without_network("receive", changed, "--data", station, "--json")
    assert (wrong.code, "The signature does not fit" in wrong.object["error"]["message"]) == (1, True)
    listed = without_network("received", "--data", station, "--json").object["received"]
    assert [(one["number"], one["fingerprint"]) for one in listed] == [(kept.object["number"], told)]
    keeps_it_running.communicate(timeout=30)


def test_the_cut_is_a_cut() -> None:
    ask = CUT.split("sys.argv", maxsplit=1)[0] + "\nsocket.create_connection(('127.0.0.1', 9), 1)"
    done = subprocess.run([sys.executable, "-c", ask], check=False, capture_output=True, text=True)
    assert "the network was asked" in done.stderr
