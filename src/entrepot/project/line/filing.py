"""File ready lists: messages of up to 100 into the outbox, each list once.

A message is written under a hidden name and flushed to disk, then committed together with the state of its lists, then
given its name. Whatever is killed in between is put right at the next start: what was committed gets its name, what was
not is removed, and its lists are ready still.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import polars as pl

from entrepot.gateways import ceb
from entrepot.gateways.ceb.fields import Kind
from entrepot.modules.declarations import api as declarations
from entrepot.modules.declarations.api import ReadyFiler
from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Outgoing
from entrepot.modules.parties import api as parties
from entrepot.project.line.replies import guids
from entrepot.project.line.sender import Sender
from entrepot.project.line.setting import Setting
from entrepot.project.wording import Text

LISTS_A_MESSAGE = 100
KIND = "CEB603"
_KINDS: tuple[tuple[Kind, str], ...] = (("list", KIND), ("import_list", "CEB621"))
CUSTOMS = "CUSTOMS"  # the own code under which a filing station knows customs, who has no firm's code
_CUSTOMS_NAME = Text("China Customs", "中国海关")
_DOCUMENT = ["message_no", "document_no"]


@dataclass(frozen=True)
class Outbox:
    """Where messages go, as whom, and to which party."""

    folder: Path
    sender: Sender
    customs_id: int


@dataclass
class Filed:
    """What was filed.

    finished: messages committed before and only now given their names; touched: lists to pre-check again first;
    unfit: cop_no → why the list fits no message.
    """

    messages: int = 0
    lists: int = 0
    finished: int = 0
    touched: int = 0
    unfit: dict[str, str] = field(default_factory=dict)


def customs_of(*, now: datetime) -> int:
    """The party that speaks for customs in this station; made when it is first needed."""
    known = parties.known_code(CUSTOMS, using="owner")
    if known is not None:
        return known
    return parties.register_enterprise(
        name_zh=_CUSTOMS_NAME.zh, name_en=_CUSTOMS_NAME.en, own_codes=(CUSTOMS,), roles=("authority",), now=now,
        valid_from=parties.china_day(now),
    )  # fmt: skip


def finish(setting: Setting, outbox: Path) -> int:
    """Give committed messages their names, wherever they lie; remove from `outbox` what was not committed."""
    finished = 0
    committed = [Path(name) for name in exchange.filed_names(setting.lookups)]
    for path in committed:
        if _hidden(path).exists():
            _show(path)
            finished += 1
    for _, code in _KINDS:
        for left in outbox.glob(f".{code}-*.part"):
            left.unlink()
    return finished


def file_ready(
    setting: Setting,
    outbox: Outbox,
    filers: Sequence[ReadyFiler],
    *,
    clock: Callable[[], datetime],
    tell: Callable[[int], None],
) -> Filed:
    """Write the ready lists of these filers into the outbox; one transaction a message, one process a folder."""
    filed = Filed(finished=finish(setting, outbox.folder))
    for filer in filers:
        after: str | None = ""
        while after is not None:
            before = filed.lists
            after = _file_some(setting, outbox, filer, filed, after=after, now=clock())
            tell(filed.lists - before)
    return filed


def _file_some(
    setting: Setting, outbox: Outbox, filer: ReadyFiler, filed: Filed, *, after: str, now: datetime
) -> str | None:
    """A message of each regime; returns the number to go on after, None when the filer has no more."""
    connection = setting.connection
    shown: list[Path] = []
    with connection.transaction():
        ready = declarations.lock_ready(connection, filer.filer_id, after=after, limit=LISTS_A_MESSAGE)
        filed.touched += ready.touched
        imported = (pl.col("ie_flag") == "I") & (pl.col("statistics_flag") == "")
        for (kind, code), mine in zip(_KINDS, (~imported, imported), strict=True):
            heads, lines = _of(ready, mine)
            if kind == "import_list" and heads.height:
                heads, lines = declarations.as_import(connection, heads, lines)
            heads, lines, unfit = fitting(heads, lines, kind)
            filed.unfit |= unfit
            if heads.is_empty():
                continue
            guid = next(guids())
            path = outbox.folder / f"{code}-{now:%Y%m%dT%H%M%S}-{guid}.xml"
            body = ceb.write(kind, heads, lines, _envelope(guid, filer, outbox.sender), signer=outbox.sender.signer)
            _write_hidden(path, body)
            message = Outgoing(code, outbox.customs_id, body, heads.height, str(path))
            number = exchange.file_message(
                connection, message, filed_by=filer.filer_id, now=now, practice=setting.practice
            )
            declarations.mark_filed(connection, heads, filer_id=filer.filer_id, message_id=number, now=now)
            shown.append(path)
            filed.messages += 1
            filed.lists += heads.height
    for path in shown:
        _show(path)
    return ready.last


def _of(ready: declarations.ReadyBatch, mine: pl.Expr) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The heads of one regime, and their lines."""
    heads = ready.heads.filter(mine)
    if heads.height == ready.heads.height:
        return heads, ready.lines
    return heads, ready.lines.join(heads, on=_DOCUMENT, how="semi", maintain_order="left")


def _envelope(guid: str, filer: ReadyFiler, sender: Sender) -> ceb.Envelope:
    # the e-port's address is the sender's to know; an unsigned message without one names the agent in its place
    dxp_id = sender.dxp_id or filer.agent_code
    return ceb.Envelope(guid, filer.agent_code, filer.agent_name, dxp_id, practice=False)


def fitting(
    heads: pl.DataFrame, lines: pl.DataFrame, kind: Kind = "list"
) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, str]]:
    """The lists that a message can carry, their lines, and cop_no → why not of the others."""
    if heads.is_empty() or _fits(heads, lines, kind) is None:
        return heads, lines, {}
    unfit = {head["cop_no"][0]: why for head in _each(heads) if (why := _fits(head, lines, kind)) is not None}
    good = heads.filter(~pl.col("cop_no").is_in(list(unfit)))
    return good, lines.join(good, on=_DOCUMENT, how="semi", maintain_order="left"), unfit


def _each(heads: pl.DataFrame) -> Iterator[pl.DataFrame]:
    return (heads.slice(place, 1) for place in range(heads.height))


def _fits(heads: pl.DataFrame, lines: pl.DataFrame, kind: Kind) -> str | None:
    """None if a message can be written of them, else why not."""
    own = lines.join(heads, on=_DOCUMENT, how="semi", maintain_order="left")
    try:
        ceb.write(kind, heads, own, ceb.Envelope("0" * 36, "-", "-", "-", practice=False))
    except ceb.UnableToWrite as error:
        return str(error)
    return None


def _hidden(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")


def _write_hidden(path: Path, body: bytes) -> None:
    with _hidden(path).open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    _flush_folder(path.parent)


def _show(path: Path) -> None:
    _hidden(path).replace(path)
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    """Names are kept by the folder: without this a power cut may forget the file although its bytes are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
