"""A migrated database of its own for one bench, on the station's server, so that nothing of the station is touched."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from entrepot.store import dsn, roles


@dataclass(frozen=True)
class Scratch:
    """A database of its own for one bench."""

    superuser: str
    owner: str
    environment: dict[str, str]


@contextmanager
def scratch(superuser: str, passwords: roles.Passwords) -> Iterator[Scratch]:
    """A migrated scratch database on the station's server, dropped at the end."""
    name = f"entrepot_bench_{os.getpid()}"
    strings = roles.setup(superuser, name, passwords)
    environment = {
        dsn.OWNER: strings.owner,
        dsn.WEB: strings.web,
        dsn.READ: strings.read,
        "ENTREPOT_STATION": "practice",
        "DJANGO_SETTINGS_MODULE": "entrepot.project.settings",
        "POLARS_MAX_THREADS": "1",
    }
    try:
        with tempfile.TemporaryDirectory(prefix="entrepot-bench-") as folder:
            environment["ENTREPOT_DATA"] = folder
            subprocess.run(
                [sys.executable, "-m", "django", "migrate", "--database", "owner", "--verbosity", "0"],
                check=True,
                env=os.environ | environment,
            )
            yield Scratch(superuser, strings.owner, environment)
    finally:
        roles.drop_database(superuser, name)
