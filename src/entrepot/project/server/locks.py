"""Locks in the data folder. The system drops them with the process, so a kill -9 leaves none behind."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Lock:
    """One lock file, held by this process from `take` to `drop`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def take(self, *, shared: bool = False, wait: bool = True) -> bool:
        """Hold the lock, also in place of another way of holding it; False if others do and `wait` is off."""
        if self._descriptor is None:
            self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(self._descriptor, kind if wait else kind | fcntl.LOCK_NB)
        except BlockingIOError:
            self.drop()
            return False
        return True

    def drop(self) -> None:
        """Let go."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock alone for the length of the block."""
        self.take()
        try:
            yield
        finally:
            self.drop()

    def write(self, facts: dict[str, object]) -> None:
        """Say beside the lock who holds it."""
        self.path.write_text(json.dumps(facts), "utf-8")

    def read(self) -> dict[str, object]:
        """What its holder wrote, or nothing."""
        try:
            facts = json.loads(self.path.read_text("utf-8") or "{}")
        except (FileNotFoundError, ValueError):
            return {}
        return facts if isinstance(facts, dict) else {}
