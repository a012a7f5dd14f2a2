"""What a backup says of itself, read and refused before anything is written."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from entrepot import __version__
from entrepot.project.server.backup import archive, sealing
from entrepot.project.server.backup.archive import FIRST, FORMAT, SECRETS, BackupRefused
from entrepot.project.wording import Text

NEWER_FORMAT = Text(
    "{path} was written by Entrepot {release} in form {found}; this is {own}, which reads form {known}. "
    "Restore it with Entrepot {release} or later.",
    "{path} 由 Entrepot {release} 以格式 {found} 写成；当前为 {own}，可读格式 {known}。"
    "请用 Entrepot {release} 或更新版本恢复。",
)
NEWER_SCHEMA = Text(
    "{path} was written by Entrepot {release}, whose tables this release ({own}) does not know: {found}. "
    "Restore it with Entrepot {release} or later.",
    "{path} 由 Entrepot {release} 写成，其数据表结构是本版本（{own}）所不知的：{found}。"
    "请用 Entrepot {release} 或更新版本恢复。",
)
NOT_SEALED = Text(
    "This backup holds no secrets, so no passphrase opens any. Leave --passphrase-file out: the station gets"
    " a new key.",
    "此备份不含密钥，无需口令。请去掉 --passphrase-file；站点将获得新密钥。",
)


@dataclass(frozen=True)
class Backup:
    """A file whose signature fits and which this release can restore. secrets: None where they stay shut."""

    path: Path
    contents: dict[str, Any]
    fingerprint: str
    secrets: dict[str, bytes] | None

    @property
    def migrations(self) -> list[tuple[str, str]]:
        """(app, name) of every migration its database had."""
        return [(app, name) for app, name in self.contents["migrations"]]

    def parts(self) -> Iterator[tuple[str, bytes]]:
        """All its parts."""
        return archive.parts(self.path)


def opened(path: Path, *, passphrase: str | None, tell: Callable[[int], None]) -> Backup:
    """Check the file as far as can be done without a database. Raises BackupRefused."""
    fingerprint = archive.signer_of(path, tell)
    rest = archive.parts(path)
    name, first = next(rest, ("", b""))
    if name != FIRST:
        raise BackupRefused(archive.NO_BACKUP, path=path, found=archive.SOMETHING_ELSE.say())
    contents: dict[str, Any] = json.loads(first)
    if contents["format"] > FORMAT:
        raise BackupRefused(
            NEWER_FORMAT,
            path=path,
            release=contents["release"],
            found=contents["format"],
            own=__version__,
            known=FORMAT,
        )
    secrets = None
    if passphrase is not None:
        if not contents["sealed"]:
            raise BackupRefused(NOT_SEALED)
        secrets = sealing.unseal(next(part for name, part in rest if name == SECRETS), passphrase)
    return Backup(path, contents, fingerprint, secrets)


def refuse_newer(backup: Backup, known: set[tuple[str, str]]) -> None:
    """Raise BackupRefused if its database had migrations that are not among those of this release."""
    unknown = [f"{app}.{name}" for app, name in backup.migrations if (app, name) not in known]
    if unknown:
        release = backup.contents["release"]
        found = ", ".join(unknown[:3]) + (" …" if len(unknown) > 3 else "")
        raise BackupRefused(NEWER_SCHEMA, path=backup.path, release=release, own=__version__, found=found)
