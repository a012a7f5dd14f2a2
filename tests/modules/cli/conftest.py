"""Commands called as the command line calls them, on the clean database of the test."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from entrepot.project.cli.frame import Context
from entrepot.project.server import account
from entrepot.project.server.folder import DataFolder
from tests.databases import Database

NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)


class Station:
    """A data folder on the test's database. `run` gives what the command answers to programs."""

    def __init__(self, folder: Path) -> None:
        self.path = folder
        self.now = NOW

    def run(self, command: Callable[..., Any], **options: object) -> dict[str, Any]:
        context = Context(DataFolder(self.path), json=True, now=self.now)
        answer = command.__wrapped__(context, **options)  # type: ignore[attr-defined]
        return dict(json.loads(json.dumps(answer, ensure_ascii=False, default=str)))


def made(kind: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> Station:
    DataFolder(path).make(kind, account.Account("", os.getuid(), os.getgid(), changes_user=False), now=NOW)
    monkeypatch.setenv("ENTREPOT_STATION", kind)
    monkeypatch.setenv("ENTREPOT_DATA", str(path))
    monkeypatch.setenv("ENTREPOT_LANGUAGE", "en")
    return Station(path)


@pytest.fixture
def practice(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Station:
    """A practice station."""
    return made("practice", tmp_path / "data", monkeypatch)


@pytest.fixture
def filing(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Station:
    """A filing station."""
    return made("filing", tmp_path / "data", monkeypatch)
