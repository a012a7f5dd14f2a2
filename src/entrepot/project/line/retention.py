"""How long persons are kept: dated data with a source, in the file beside this one."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Period:
    """In force from a day on: kept so many years after the end of the month in which a document came."""

    since: date
    years: int
    source_en: str
    source_zh: str


@cache
def periods() -> tuple[Period, ...]:
    """All of them, the oldest first."""
    told = tomllib.loads(Path(__file__).with_name("retention.toml").read_text("utf-8"))["period"]
    found = (Period(one["from"], one["years"], one["source_en"], one["source_zh"]) for one in told)
    return tuple(sorted(found, key=lambda one: one.since))


def period_on(day: date) -> Period:
    """The one in force that day; of days before all, the oldest."""
    return next((one for one in reversed(periods()) if one.since <= day), periods()[0])
