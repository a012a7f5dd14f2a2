"""The cases beside the parameters: what one list, otherwise in order, is told on either side of a figure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from entrepot.engines.clearance import Batch, Verdicts, frames, judge
from entrepot.rulebook import Rulebook, load
from entrepot.rulebook.reading import read_yaml, regime_folder
from tests.unit.clearance.batches import batch_of, references, with_cell

REGIME = "cn/export_9610"
SEED = b"the seed of the cases"
CHINA = ZoneInfo("Asia/Shanghai")
KEYS = {"name", "submitted", "seconds_underway", "seconds_waited", "lines", "cells", "remove", "used_on", "enacted",
        "figure", "verdict", "rules", "waiting_for", "lane"}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One case of one parameter, as its file has it."""

    parameter: str
    facts: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.parameter}: {self.facts['name']}"

    @property
    def submitted(self) -> datetime:
        return datetime.fromisoformat(self.facts["submitted"]).replace(tzinfo=CHINA)

    @property
    def arrived(self) -> datetime:
        return self.submitted + timedelta(seconds=self.facts.get("seconds_underway", 300))

    @property
    def now(self) -> datetime:
        return self.arrived + timedelta(seconds=self.facts.get("seconds_waited", 3600))


def all_cases() -> list[Case]:
    """Every case of every parameter."""
    found = []
    for file in sorted(regime_folder(REGIME).iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".cases.yaml"):
            rows = read_yaml(file.read_text("utf-8"), file.name)
            found += [Case(file.name.removesuffix(".cases.yaml"), row) for row in rows]
    unknown = [f"{case}: {key}" for case in found for key in set(case.facts) - KEYS]
    assert unknown == []
    return found


def rulebook_of(case: Case) -> Rulebook:
    """The package's rulebook with what the case enacts."""
    enacted = case.facts.get("enacted")
    if enacted is None:
        return load(REGIME)
    told = {"parameter": case.parameter, "source": "this case", "evidence": "own", "known_since": enacted["from"]}
    return load(REGIME, enacted=[{**told, **enacted}])


def batch_of_case(case: Case) -> Batch:
    """One list as the case describes it."""
    batch = batch_of(1, lines=case.facts.get("lines", 0), submitted=case.submitted, arrived=case.arrived)
    for name in case.facts.get("remove", []):
        batch = replace(batch, **{name: getattr(batch, name).clear()})
    for name, cells in case.facts.get("cells", {}).items():
        schema = frames.BATCH[name]
        batch = with_cell(
            batch, name, {}, **{key: Decimal(v) if schema[key] == frames.EXACT else v for key, v in cells.items()}
        )
    if "used_on" in case.facts:
        batch = replace(batch, waybill_uses=_another_use(batch, date.fromisoformat(case.facts["used_on"])))
    return batch


def _another_use(batch: Batch, day: date) -> pl.DataFrame:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=CHINA)
    row = batch.lists.select("carrier_id", "waybill_no", "marketplace_id", "seller_id").row(0, named=True)
    other = {"list_id": 1, "order_no": "ANOTHER", "state": "released", "app_time": noon, "arrived_at": noon}
    return pl.DataFrame([{**row, **other}]).select(
        pl.col(name).cast(kind) if kind != frames.TIME else pl.col(name).dt.convert_time_zone("UTC").alias(name)
        for name, kind in frames.WAYBILL_USES.items()
    )


def judged(case: Case) -> Verdicts:
    """What the engine says."""
    return judge(batch_of_case(case), rulebook_of(case), references(), case.now, SEED)
