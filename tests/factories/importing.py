"""A file imported by another process, which may be killed in the middle."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg

_SCRIPT = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "entrepot.project.settings"
django.setup()
from entrepot.gateways.sheets.mapping import read_mapping
from entrepot.project.line.setting import open_setting
from entrepot.project.line.sheets import import_order_lines
with open_setting() as setting:
    found = import_order_lines(setting, Path(sys.argv[1]), read_mapping(Path(sys.argv[2])), now=datetime.now(UTC))
print(found.read, found.accepted, found.duplicates, found.rejected)
"""


def _command(file: Path, mapping: Path) -> list[str]:
    return [sys.executable, "-c", _SCRIPT, str(file), str(mapping)]


def imported_by_another_process(file: Path, mapping: Path) -> tuple[int, ...]:
    """read, accepted, duplicates, rejected."""
    done = subprocess.run(_command(file, mapping), check=True, capture_output=True, text=True, env=os.environ)
    return tuple(map(int, done.stdout.split()))


def killed_in_the_middle(owner: psycopg.Connection, file: Path, mapping: Path, *, parts: int = 1) -> None:
    """Start the import and kill it (SIGKILL) as soon as so many parts are committed."""
    process = subprocess.Popen(_command(file, mapping), stdout=subprocess.DEVNULL, env=os.environ)
    while owner.execute("SELECT count(*) < %s FROM exchange_sheet_part", (parts,)).fetchone() == (True,):
        assert process.poll() is None, "the import ended before it could be killed"
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
