"""The register of pilot zones by batch: dated data with sources, read once."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("data") / "register.yaml"
Name = tuple[str, str]  # English, Chinese


@dataclass(frozen=True)
class RegisterBatch:
    """One batch. month: as the source gives it; names, where known: () if none is; total: after the batch."""

    month: str
    added: int | None
    total: int | None
    names: tuple[Name, ...]
    revoked: tuple[Name, ...]
    source: str


@cache
def batches() -> tuple[RegisterBatch, ...]:
    """The oldest first."""
    said = yaml.load(_FILE.read_text("utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506 - makes texts, lists, mappings
    return tuple(_batch(one) for one in said["batches"])


@cache
def checked_on() -> str:
    """The day on which somebody last looked whether there is anything newer."""
    said = yaml.load(_FILE.read_text("utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506 - the same
    return str(said["checked"])


def _batch(said: dict[str, Any]) -> RegisterBatch:
    return RegisterBatch(
        said["month"], _number(said["added"]), _number(said["total"]), _names(said["names"]), _names(said["revoked"]),
        said["source"],
    )  # fmt: skip


def _number(text: str) -> int | None:
    return None if text == "null" else int(text)


def _names(said: object) -> tuple[Name, ...]:
    return tuple((one["en"], one["zh"]) for one in said) if isinstance(said, list) else ()
