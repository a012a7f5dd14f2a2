"""What corrects sets with a fault: the documents as they should have been, as changes of those that were wrong."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import polars as pl

from entrepot.project.practice.messages import FRAMES, KINDS, messages_of
from entrepot.project.practice.sets import Sets

_CHANGE = "2"  # appType
_REMARK = "Corrected · 已更正"
_OF_THE_FILING = ("guid", "app_time", "app_type", "content_hash", "arrived_at")


def correction(sound: Sets, spoilt: Sets, *, now: datetime) -> Iterator[tuple[str, bytes]]:
    """(sender's code, message) of each document of one set that was wrong, and of its list, which is judged again."""
    wrong = tuple(kind for kind in KINDS if kind == "list" or not _agree(sound, spoilt, kind))
    changed = {FRAMES[kind][0]: _changes(getattr(sound, FRAMES[kind][0]), now) for kind in wrong}
    changed["lists"] = changed["lists"].with_columns(note=pl.lit(_REMARK))  # the list itself may have been right
    yield from messages_of(replace(sound, **changed), wrong)


def _agree(sound: Sets, spoilt: Sets, kind: str) -> bool:
    return all(
        getattr(sound, name).drop(_OF_THE_FILING, strict=False).equals(
            getattr(spoilt, name).drop(_OF_THE_FILING, strict=False)
        )
        for name in FRAMES[kind]
        if name
    )  # fmt: skip


def _changes(heads: pl.DataFrame, now: datetime) -> pl.DataFrame:
    guids = pl.Series("guid", [str(uuid.uuid4()).upper() for _ in range(heads.height)], dtype=pl.String)
    moment = pl.lit(now).cast(heads.schema["app_time"])
    return heads.with_columns(guids, app_type=pl.lit(_CHANGE), app_time=moment)
