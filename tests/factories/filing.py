"""A filing station in a test: real (unmarked) messages brought in, pre-checked, and what customs answers to them."""

import uuid
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

from entrepot.gateways import ceb
from entrepot.modules.declarations import api as declarations
from entrepot.modules.declarations.api import Desk
from entrepot.modules.exchange.api import Incoming
from entrepot.modules.parties import api as parties
from entrepot.project.line.intake import store_and_read
from entrepot.project.line.replies import answer_intake
from entrepot.project.line.setting import Setting
from entrepot.project.practice.sets import Sets
from tests.factories.line import FRAMES, KINDS, NOW, SENDER, editions_for, rules


def real_messages(sets: Sets, kind: str, **changed: object) -> list[tuple[str, bytes]]:
    """(sender's code, message) without practice mark."""
    heads_name, lines_name = FRAMES[kind]
    heads = getattr(sets, heads_name).with_columns(**{name: pl.lit(value) for name, value in changed.items()})
    lines = getattr(sets, lines_name) if lines_name else None
    found: list[tuple[str, bytes]] = []
    for (code,), part in heads.group_by(SENDER[kind], maintain_order=True):
        envelope = ceb.Envelope("", str(code), "企业", "DXPTEST", practice=False)
        own = lines.join(part, on=["message_no", "document_no"], how="semi") if lines is not None else None
        guids = (str(uuid.uuid4()).upper() for _ in range(part.height))
        found += [(str(code), body) for body in ceb.write_all(kind, part, own, envelope, guids)]  # type: ignore[arg-type]
    return found


def bring(setting: Setting, messages: list[tuple[str, bytes]], *, now: datetime = NOW) -> None:
    """Bring messages as copies, as `entrepot message` does in a filing station."""
    ids = parties.resolve(setting.lookups, [(code, code, "") for code, _ in messages])
    incoming = [Incoming("message", ids[code], body, brought_by=setting.owner_id) for code, body in messages]
    store_and_read(setting, incoming, now=now, after=answer_intake)


def bring_sets(setting: Setting, sets: Sets, kinds: tuple[str, ...] = KINDS) -> None:
    for kind in kinds:
        bring(setting, real_messages(sets, kind))


def precheck(setting: Setting, sets: Sets, *, now: datetime = NOW) -> None:
    """Pre-check what is due, with editions that cover these sets."""
    desk = Desk("filing", setting.owner_id, rules(), editions_for(sets), None)
    arrivals = 1
    while arrivals:
        with setting.connection.transaction():
            arrivals = declarations.judge_arrivals(setting.connection, desk, now=now, limit=100).arrivals


def answer(
    folder: Path, sets: Sets, status: str, *, info: str = "", at: datetime = NOW, practice: bool = False, name: str = ""
) -> Path:
    """A file with a 604 of this status for each list of the sets."""
    heads = sets.lists.with_columns(
        pre_no=pl.lit("B20260504000000001"),
        invt_no=pl.lit("51412026E000000001"),
        return_status=pl.lit(status),
        return_time=pl.lit(at + timedelta(hours=1)).cast(pl.Datetime("us", "UTC")),
        return_info=pl.lit(info or f"[Code:{status}]"),
    )
    body = ceb.write("list_reply", heads, None, ceb.Envelope(str(uuid.uuid4()).upper(), "", "", "", practice=practice))
    path = folder / (name or f"604-{status}-{at:%H%M%S}.xml")
    path.write_bytes(body)
    return path


def states(setting: Setting) -> dict[str, int]:
    """How many lists are in which state."""
    rows = setting.lookups.execute("SELECT state, count(*) FROM declarations_work GROUP BY 1 ORDER BY 1")
    return dict(rows.fetchall())
