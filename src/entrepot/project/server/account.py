"""The system account PostgreSQL runs under: whoever calls, but never root, which PostgreSQL refuses."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from entrepot.project.wording import Refusal, Text

NAME = "entrepot"
HOME = Path("/var/lib/entrepot")
NO_ACCOUNT = Text(
    "PostgreSQL does not run as root, and this machine has neither a user {name} nor nobody. Make one.",
    "PostgreSQL 不能以 root 身份运行，而本机既没有用户 {name} 也没有 nobody。请建立一个。",
)


@dataclass(frozen=True)
class Account:
    """A system account; `changes_user` says that we are root and hand over to it."""

    name: str
    uid: int
    gid: int
    changes_user: bool

    def popen_arguments(self) -> dict[str, Any]:
        """What `subprocess` needs to start a program as this account."""
        if not self.changes_user:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def reaches(self, path: Path, flag: str = "-x") -> bool:
        """Whether this account can enter the folder or run the program at `path`."""
        return subprocess.run(["test", flag, str(path)], check=False, cwd="/", **self.popen_arguments()).returncode == 0

    def own_folder(self, path: Path, mode: int = 0o700) -> None:
        """Make `path` this account's own folder; the folders above it stay as they are."""
        path.mkdir(mode=mode, exist_ok=True)
        if self.changes_user:
            os.chown(path, self.uid, self.gid)
        path.chmod(mode)


def current() -> Account:
    """The account of this process, or, for root, the service account (made if the machine lets us)."""
    uid = os.geteuid()
    if uid != 0:
        return Account(_name(uid), uid, os.getegid(), changes_user=False)
    entry = _entry(NAME) or _made() or _entry("nobody")
    if entry is None:
        raise Refusal(NO_ACCOUNT, name=NAME)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, changes_user=True)


def owner_of(path: Path) -> str:
    """The name of the account that owns `path`."""
    return _name(path.stat().st_uid)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _entry(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _made() -> pwd.struct_passwd | None:
    program = shutil.which("useradd")
    if program is None:
        return None
    arguments = ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
    subprocess.run([program, *arguments, "--home-dir", str(HOME), NAME], check=False, capture_output=True)
    return _entry(NAME)
