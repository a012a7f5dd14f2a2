"""Nothing in the tree points at one machine or one registry."""

import re
import subprocess

import pytest

from tests.architecture import tree

MACHINE = re.compile(r"(?<![\w.:/-])/(?:home/\w|Users/\w|root/\w|work/\w|mnt/\w|private/var|tmp/\w+\.\d)")
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|yarnpkg|--(?:extra-)?index-url|--find-links|\"resolved\""
)
LOCK = re.compile(r"(?:^|/)(?:requirements/[^/]+\.txt|[^/]*\.lock|package-lock\.json|uv\.toml|pip\.conf|\.npmrc)$")


def _kept() -> list[str]:
    """Names of the files that git keeps or would keep."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    asked = subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, check=False)
    if asked.returncode != 0:
        pytest.skip("not a git checkout: which files are kept is known to git alone")
    return [name for name in asked.stdout.splitlines() if (tree.ROOT / name).is_file()]


def _text(name: str) -> str:
    return (tree.ROOT / name).read_bytes().decode("utf-8", "replace")


def test_no_file_names_a_folder_of_one_machine() -> None:
    own = {"tests/architecture/test_places.py"}
    found = [f"{name}: {match[0]}" for name in _kept() if name not in own for match in MACHINE.finditer(_text(name))]
    assert found == []


def test_no_lock_file_names_a_registry() -> None:
    locks = [name for name in _kept() if LOCK.search(name)]
    assert [f"{name}: {match[0]}" for name in locks for match in REGISTRY.finditer(_text(name))] == []
    assert "package-lock.json" in locks
    assert any(name.startswith("requirements/") for name in locks)


def test_every_locked_package_has_a_hash() -> None:
    for path in sorted((tree.ROOT / "requirements").glob("*.txt")):
        pinned = re.findall(r"^[\w.\[\],-]+==", path.read_text("utf-8"), re.MULTILINE)
        blocks = re.split(r"^(?=[\w.\[\],-]+==)", path.read_text("utf-8"), flags=re.MULTILINE)[1:]
        assert pinned
        assert [block.split("==")[0] for block in blocks if "--hash=sha256:" not in block] == []
