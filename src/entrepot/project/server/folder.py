"""The data folder: one station for life, with its secrets, locks, logs and database."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from entrepot.project.server.account import HOME, Account, owner_of
from entrepot.project.server.locks import Lock
from entrepot.project.wording import Refusal, Text

OTHER_KIND = Text(
    "{path} is a {found} station and stays one for life; a {asked} station was asked for. "
    "Give it a folder of its own: --data DIR --station {asked}.",
    "{path} 是 {found} 站，终身不变；这次要求的是 {asked} 站。请另用一个目录：--data DIR --station {asked}。",
)
NO_STATION = Text(
    "{path} is no station yet: {name} is not there. Start one with: entrepot up --data {path}",
    "{path} 还不是一个站：缺少 {name}。请先启动：entrepot up --data {path}",
)
NOT_READABLE = Text(
    "{path} belongs to {owner} and cannot be read from this account. "
    "Use the account that made the folder, or another folder with --data.",
    "{path} 属于 {owner}，当前账户无法读取。请使用创建该目录的账户，或用 --data 指定其他目录。",
)
BROKEN = Text(
    "{path} holds {found}, expected a JSON object. Restore it from a backup.",
    "{path} 的内容是 {found}，应为 JSON 对象。请从备份恢复。",
)


class FolderRefused(Refusal):
    """The data folder cannot be used as asked."""


@dataclass(frozen=True)
class Secrets:
    """Made once with the folder; in secrets.json, which only its owner reads."""

    superuser: str
    owner: str
    web: str
    read: str
    django: str


@dataclass(frozen=True)
class Identity:
    """What the folder says of its station; `place` holds the database: the folder itself, which can then be moved."""

    id: UUID
    kind: str
    created_at: datetime
    place: Path


class DataFolder:
    """A data folder at `path`; nothing is read or written until asked."""

    def __init__(self, path: Path) -> None:
        self.path = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow a link that is moved later

    def lock(self, name: str) -> Lock:
        """`up`: who supervises. `turn`: who starts or stops the database. `users`: who needs it."""
        (self.path / "locks").mkdir(mode=0o700, exist_ok=True)
        return Lock(self.path / "locks" / name)

    @property
    def logs(self) -> Path:
        """Logs of web and workers."""
        return self.path / "logs"

    def exists(self) -> bool:
        """Whether a station was made here."""
        return (self.path / "station.json").exists()

    def make(
        self, kind: str, account: Account, *, now: datetime, like: Identity | None = None, django: str | None = None
    ) -> Identity:
        """Make the folder a station of `kind`, or return the station it is; another kind is refused.

        like: the station that a backup is of; django: its key of hashes, where the backup gave it.
        """
        if self.exists():
            return self._keep(kind)
        self.path.mkdir(parents=True, exist_ok=True, mode=0o711 if account.changes_user else 0o700)
        self.logs.mkdir(mode=0o700, exist_ok=True)
        with self.lock("turn").held():
            if self.exists():
                return self._keep(kind)
            values = {name: secrets.token_urlsafe(32) for name in Secrets.__dataclass_fields__}
            self._write("secrets.json", values | ({"django": django} if django else {}))
            place = _place(self.path, account)
            identity = replace(like, place=place) if like else Identity(uuid4(), kind, now, place)
            facts = {name: str(value) for name, value in asdict(identity).items()}
            self._write("station.json", facts | {"place": "" if identity.place == self.path else facts["place"]})
        return identity

    def _keep(self, kind: str) -> Identity:
        found = self.identity()
        if found.kind != kind:
            raise FolderRefused(OTHER_KIND, path=self.path, found=found.kind, asked=kind)
        return found

    def identity(self) -> Identity:
        """The station of this folder."""
        facts = self._read("station.json")
        place = Path(facts["place"] or self.path)
        return Identity(UUID(facts["id"]), facts["kind"], datetime.fromisoformat(facts["created_at"]), place)

    def secrets(self) -> Secrets:
        """The secrets of this folder."""
        return Secrets(**self._read("secrets.json"))

    def _read(self, name: str) -> dict[str, Any]:
        path = self.path / name
        try:
            facts = json.loads(path.read_text("utf-8"))
        except ValueError:
            raise FolderRefused(BROKEN, path=path, found="no JSON") from None
        except FileNotFoundError:
            raise FolderRefused(NO_STATION, path=self.path, name=name) from None
        except PermissionError:
            raise FolderRefused(NOT_READABLE, path=path, owner=owner_of(path)) from None
        if not isinstance(facts, dict):
            raise FolderRefused(BROKEN, path=path, found=type(facts).__name__)
        return facts

    def _write(self, name: str, facts: dict[str, Any]) -> None:
        """Write the file whole or not at all."""
        half = self.path / f".{name}.new"
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(facts, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        half.replace(self.path / name)


def _place(path: Path, account: Account) -> Path:
    """Where the database can live: here, or where the service account can reach it."""
    if not account.changes_user or account.reaches(path):
        return path
    HOME.mkdir(mode=0o755, exist_ok=True)
    elsewhere = HOME / f"data-{uuid4()}"
    elsewhere.mkdir(mode=0o711)
    return elsewhere
