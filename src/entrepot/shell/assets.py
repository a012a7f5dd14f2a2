"""Style sheet, icons and scripts: read once, named by the hash of their content, served from memory.

Nothing has to be collected into a folder before the server starts: the style sheet is put together from `styles/`, htmx
comes out of the installed package `django_htmx`, and only icons, coasts and three (which draws halls) are made at build
time (`bin/assets`). A script that imports another by its plain name finds the hashed one there.
"""

import gzip
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources
from pathlib import Path

_SHELL = Path(__file__).parent
# what stands in for icons and coasts in a checkout whose bin/assets has not run
_NOTHING_DRAWN = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
_NOT_BUILT = b'throw new Error("three is not built: run bin/assets");\n'
_THREE = {"three.js": "three.module.js", "three.core.js": "three.core.js"}  # as pages call it → as npm does
_IMPORTED = re.compile(rb"""(from\s*["'])\./([a-z.-]+\.js)(["'])""")


@dataclass(frozen=True)
class Asset:
    """One file for browsers; `body` plain, `packed` gzip, `file_name` carries 12 hex digits of its SHA-256."""

    name: str
    file_name: str
    media_type: str
    body: bytes
    packed: bytes


def _styles() -> bytes:
    files = [*sorted((_SHELL / "styles").glob("*.css")), *sorted((_SHELL / "styles" / "blocks").glob("*.css"))]
    return b"\n".join(file.read_bytes() for file in files)


def _icons() -> bytes:
    sprite = _SHELL / "static" / "built" / "icons.svg"
    return sprite.read_bytes() if sprite.exists() else _NOTHING_DRAWN


def _land() -> bytes:
    coasts = _SHELL / "static" / "built" / "land.svg"
    return coasts.read_bytes() if coasts.exists() else _NOTHING_DRAWN


def _mark() -> bytes:
    return (_SHELL / "static" / "mark.svg").read_bytes()


def _htmx() -> bytes:
    return resources.files("django_htmx").joinpath("static/django_htmx/htmx-2.min.js").read_bytes()


def _three(name: str) -> bytes:
    script = _SHELL / "static" / "built" / _THREE[name]
    return _with_imports(script.read_bytes()) if script.exists() else _NOT_BUILT


def _script(name: str) -> bytes:
    return _with_imports((_SHELL / "scripts" / name).read_bytes())


def _with_imports(script: bytes) -> bytes:
    """The script with the hashed names of the scripts that it imports."""

    def hashed(found: re.Match[bytes]) -> bytes:
        return found[1] + b"./" + asset(found[2].decode()).file_name.encode() + found[3]

    return _IMPORTED.sub(hashed, script)


_SCRIPT = "text/javascript; charset=utf-8"
_SOURCES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "entrepot.css": ("text/css; charset=utf-8", _styles),
    "icons.svg": ("image/svg+xml", _icons),
    "land.svg": ("image/svg+xml", _land),
    "mark.svg": ("image/svg+xml", _mark),
    "htmx.js": (_SCRIPT, _htmx),
    **{name: (_SCRIPT, partial(_three, name)) for name in _THREE},
    **{name: (_SCRIPT, partial(_script, name)) for name in ("hall.js", "hall-room.js", "hall-walk.js")},
}


@cache
def asset(name: str) -> Asset:
    """The asset of that plain name, e.g. "entrepot.css". Raises KeyError for a name that is not one of ours."""
    media_type, read = _SOURCES[name]
    body = read()
    stem, _, suffix = name.rpartition(".")
    digest = hashlib.sha256(body).hexdigest()[:12]
    return Asset(name, f"{stem}.{digest}.{suffix}", media_type, body, gzip.compress(body, mtime=0))


def by_file_name(file_name: str) -> Asset | None:
    """The asset that is now served under this hashed name, or None."""
    stem, _, suffix = file_name.rpartition(".")
    name = f"{stem.rpartition('.')[0]}.{suffix}"
    found = asset(name) if name in _SOURCES else None
    return found if found is not None and found.file_name == file_name else None


def three_is_built() -> bool:
    """Whether `bin/assets` has brought three, without which there are lists and no halls."""
    return asset("three.js").body != _NOT_BUILT


def icons_are_built() -> bool:
    """Whether `bin/assets` has made the icons; `doctor` says so when not."""
    return asset("icons.svg").body != _NOTHING_DRAWN
