"""A sheet on its way onto the record: read once, taken part by part, each part one transaction.

Guarantees: a part and the note of what became of it are committed together, so a part counts once however often the
sheet is begun; the same bytes are read the same way each time, with the moment of submission that the sheet was given
at first; so a sheet that was killed anywhere and begun again ends with the counts and documents of an undisturbed one.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

import psycopg

from entrepot.gateways.sheets.mapping import Mapping as SheetMapping
from entrepot.gateways.sheets.sentences import UnableToReadSheet
from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Counts, Incoming, ToTake
from entrepot.project.line.reasons import REASONS
from entrepot.project.line.setting import Setting
from entrepot.project.line.sheets.documents import Documents
from entrepot.project.line.sheets.files import Agreement, Notes, Outcomes
from entrepot.project.line.sheets.goods import Goods
from entrepot.project.line.sheets.order_lines import OrderLines
from entrepot.store.gate import NeedsGate, hold_alone

# The connection was lost: the sheet is gone on with on another one, by whoever comes first.
_LOST = (psycopg.OperationalError, psycopg.InterfaceError)
log = logging.getLogger(__name__)


class UnableToTakeTwice(Exception):
    """Somebody else is taking this sheet at this moment."""


class Content(Protocol):
    """What a sheet of some kind holds. parts: how many transactions it takes, at least one."""

    parts: int

    def take(self, number: int, message_id: int, *, gate: bool) -> Outcomes:
        """Keep the documents of part `number` (from 0) within the caller's transaction; what became of them.

        Raises NeedsGate when a document would be changed without the gate.
        """
        ...

    def counts(self, notes: Notes) -> Counts:
        """What became of all rows, once every part is taken."""
        ...


KINDS: Mapping[str, Callable[[Setting, ToTake], Content]] = {
    "order-lines": OrderLines,
    "orders": Documents,
    "slips": Documents,
    "payments": Documents,
    "waybills": Documents,
    "lists": Documents,
    "goods": Goods,
}


@dataclass
class Job:
    """A sheet that this process takes; it holds the sheet's lock until `close`."""

    setting: Setting
    sheet: ToTake
    content: Content
    message_id: int
    notes: Notes

    @property
    def parts(self) -> int:
        """How many steps there are in all."""
        return self.content.parts

    @property
    def done(self) -> bool:
        """Whether every part is taken."""
        return len(self.notes) == self.content.parts

    def step(self, *, now: datetime) -> None:
        """Take the next part; the last one ends the sheet in the same transaction."""
        number = len(self.notes)
        try:
            outcomes = self._taken(number, now=now, gate=False)
        except NeedsGate:
            outcomes = self._taken(number, now=now, gate=True)
        self.notes[number] = outcomes

    def _taken(self, number: int, *, now: datetime, gate: bool) -> Outcomes:
        connection = self.setting.connection
        self.setting.forget()
        with connection.transaction():
            if gate:
                hold_alone(connection)
            outcomes = self.content.take(number, self.message_id, gate=gate)
            exchange.note_part(connection, self.sheet.id, number, outcomes)
            if number + 1 == self.content.parts:
                counts = self.content.counts(self.notes | {number: outcomes})
                exchange.end_sheet(connection, self.sheet.id, counts, now=now)
        return outcomes

    def close(self) -> None:
        """Let others have the sheet."""
        exchange.release_sheet(self.setting.lookups, self.sheet.id)


def open_job(setting: Setting, sheet_id: int, *, now: datetime) -> Job | None:
    """Read a sheet and go on where it was left; None when somebody else takes it, or it has ended.

    A file that cannot be read as a whole is refused with its reason, which is raised again as UnableToReadSheet.
    """
    if not exchange.claim_sheet(setting.lookups, sheet_id):
        return None
    try:
        sheet = exchange.open_sheet(setting.lookups, sheet_id)
        job = None if sheet is None else _begun(setting, sheet)
    except UnableToReadSheet as error:
        exchange.refuse_sheet(setting.lookups, sheet_id, error.en, error.zh, now=now)
        exchange.release_sheet(setting.lookups, sheet_id)
        raise
    except BaseException:
        exchange.release_sheet(setting.lookups, sheet_id)
        raise
    if job is None:
        exchange.release_sheet(setting.lookups, sheet_id)
    return job


def _begun(setting: Setting, sheet: ToTake) -> Job:
    content = KINDS[sheet.kind](setting, sheet)
    notes = exchange.parts_taken(setting.lookups, sheet.id)
    message_id = sheet.message_id
    if message_id is None:
        with setting.connection.transaction():
            message_id = _keep_bytes(setting, sheet)
            exchange.note_message(setting.connection, sheet.id, message_id, content.parts)
    return Job(setting, sheet, content, message_id, notes)


def _keep_bytes(setting: Setting, sheet: ToTake) -> int:
    brings = setting.owner_id if setting.station == "filing" else None
    message = Incoming(sheet.kind, sheet.party_id, sheet.body, sheet.name, brings, read_already=True)
    (stored,) = exchange.store_messages(
        setting.connection, [message], now=sheet.submitted_at, practice=setting.practice
    )
    return stored.id


# ---- the command line: a file at once --------------------------------------------------------------------------------


def import_order_lines(setting: Setting, path: Path, mapping: SheetMapping, *, now: datetime) -> Counts:
    """Read a file of order lines and keep its orders. Raises UnableToReadSheet, UnableToTakeTwice."""
    return finish(start(setting, path, "order-lines", Agreement(mapping), now=now), now=now)


def start(
    setting: Setting,
    path: Path,
    kind: str,
    agreement: Agreement,
    *,
    now: datetime,
    party_id: int | None = None,
    by: str = "",
) -> Job:
    """Begin with a file, in the name of the station's owner if no party is given.

    A file that was begun with the same bytes and agreement and never ended is gone on with. Raises UnableToReadSheet,
    UnableToTakeTwice.
    """
    sheet_id = exchange.begin_sheet(
        setting.lookups,
        party_id=party_id or setting.owner_id,
        by=by,
        name=path.name,
        kind=kind,
        mapping=agreement.as_json(),
        language="",
        body=path.read_bytes(),
        now=now,
    )
    job = open_job(setting, sheet_id, now=now)
    if job is None:
        raise UnableToTakeTwice
    return job


def finish(job: Job, *, now: datetime, tell: Callable[[int], None] = lambda _parts: None) -> Counts:
    """Take what is left; `tell` hears how many parts were done since the last call."""
    try:
        tell(len(job.notes))
        while not job.done:
            job.step(now=now)
            tell(1)
    except UnableToReadSheet as error:
        exchange.refuse_sheet(job.setting.lookups, job.sheet.id, error.en, error.zh, now=now)
        raise
    finally:
        job.close()
    counts = exchange.ended_sheet(job.setting.lookups, job.sheet.id)
    assert counts is not None
    return counts


# ---- workers: a part now and then ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Taken:
    """What a worker did about sheets. any: a part was taken, or a sheet refused; job: the sheet that goes on."""

    any: bool
    job: Job | None = None


def take_some(setting: Setting, job: Job | None, *, now: datetime) -> Taken:
    """Take one part of the sheet in hand, or of the oldest that is to be taken.

    A sheet on which the program itself fails is refused and reported to the log; the line goes on.
    """
    if job is not None:
        return _stepped(job, now=now)
    for sheet_id in exchange.sheets_to_take(setting.lookups):
        try:
            job = open_job(setting, sheet_id, now=now)
        except UnableToReadSheet:  # its page says why
            return Taken(any=True)
        except _LOST:
            raise
        except Exception:
            log.exception("sheet %s could not be read and is refused", sheet_id)
            _give_up(setting, sheet_id, now=now)
            return Taken(any=True)
        if job is not None:
            return _stepped(job, now=now)
    return Taken(any=False)


def _stepped(job: Job, *, now: datetime) -> Taken:
    try:
        if not job.done:
            job.step(now=now)
    except _LOST:
        raise
    except UnableToReadSheet as error:
        exchange.refuse_sheet(job.setting.lookups, job.sheet.id, error.en, error.zh, now=now)
    except Exception:
        log.exception("a part of sheet %s could not be taken; the sheet is refused", job.sheet.id)
        _give_up(job.setting, job.sheet.id, now=now)
    else:
        if not job.done:
            return Taken(any=True, job=job)
    job.close()
    return Taken(any=True)


def _give_up(setting: Setting, sheet_id: int, *, now: datetime) -> None:
    reason = REASONS["line.unreadable"]
    exchange.refuse_sheet(setting.lookups, sheet_id, reason.en.format(number=""), reason.zh.format(number=""), now=now)
