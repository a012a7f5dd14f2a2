"""Where the database is: one connection string a role, handed over in the environment.

The supervisor, a command that joins a running server and the test harness set them; nothing else makes them up.
"""

import os

OWNER = "ENTREPOT_OWNER_URL"
WEB = "ENTREPOT_WEB_URL"
READ = "ENTREPOT_READ_URL"


class NoDatabase(RuntimeError):
    """No connection string is in the environment."""


def _of(variable: str) -> str:
    value = os.environ.get(variable)
    if not value:
        message = (
            f"{variable} is not set: expected the connection string of a database role. "
            "Start the command through `entrepot`, which sets it."
        )
        raise NoDatabase(message)
    return value


def owner() -> str:
    """Connection string of entrepot_owner: migrations and workers."""
    return _of(OWNER)


def web() -> str:
    """Connection string of entrepot_web: every request, under every policy."""
    return _of(WEB)


def read() -> str:
    """Connection string of entrepot_read: reports."""
    return _of(READ)
