"""Decide: judge what has arrived, answer it and tell of it, all in one transaction."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from entrepot import rulebook as rules
from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.declarations import api as declarations
from entrepot.modules.declarations.api import Desk, Judged
from entrepot.project.line.replies import answer_verdicts
from entrepot.project.line.setting import Setting, day_in_china
from entrepot.store import outbox

LISTS_DECIDED = "declarations.lists_decided"
_EDITIONS_FOR = timedelta(seconds=30)  # a newly loaded edition is used after so long at the latest


@dataclass
class DeskOfTheDay:
    """The desk, made again when the day in China changes or the editions may have."""

    setting: Setting
    _desk: Desk | None = None
    _day: date | None = None
    _until: datetime | None = None

    def at(self, now: datetime) -> Desk:
        """The desk that judges at `now`."""
        day = day_in_china(now)
        if self._desk is None or self._until is None or day != self._day or now >= self._until:
            self._desk, self._day, self._until = self._made(day, now), day, now + _EDITIONS_FOR
        return self._desk

    def _made(self, day: date, now: datetime) -> Desk:
        setting = self.setting
        seed = None if setting.station == "filing" else declarations.seed_of(setting.lookups, day, now=now)
        references = catalogue.references(setting.lookups, day)
        return Desk(setting.station, setting.owner_id, rules.load(), references, seed)


def judge_some(setting: Setting, desk: DeskOfTheDay, *, now: datetime, limit: int = 4) -> Judged:
    """One pass over the arrivals: verdicts, replies and event, or nothing of it."""
    today = desk.at(now)
    with setting.connection.transaction():
        judged = declarations.judge_arrivals(setting.connection, today, now=now, limit=limit, accounts=setting.lookups)
        if judged.decided.height:
            answer_verdicts(setting, judged.decided, judged.findings, now=now)
            ids = judged.decided["list_id"]
            number = declarations.publish(setting.connection, judged.decided, now=now)
            batch: dict[str, object] = {
                "batch": number, "lists": judged.decided.height, "first": ids.min(), "last": ids.max()
            }  # fmt: skip
            outbox.announce(setting.connection, LISTS_DECIDED, batch, now=now)
    return judged
