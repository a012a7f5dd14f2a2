"""Practice sets as the messages that their senders would send."""

import uuid
from collections.abc import Iterator

import polars as pl

from entrepot.gateways import ceb
from entrepot.project.practice import import_sets
from entrepot.project.practice.import_sets import ImportSets
from entrepot.project.practice.sets import Sets

KINDS = ("order", "slip", "waybill", "list")
FRAMES = {
    "order": ("orders", "order_lines"),
    "slip": ("slips", ""),
    "waybill": ("waybills", ""),
    "list": ("lists", "list_lines"),
}
SENDER = {"order": "marketplace_code", "slip": "pay_code", "waybill": "carrier_code", "list": "agent_code"}


def messages_of(
    sets: Sets, kinds: tuple[str, ...] = KINDS, *, signer: ceb.Signer | None = None
) -> Iterator[tuple[str, bytes]]:
    """(sender's code, message): up to 100 documents of one kind from one sender each; `signer` signs lists."""
    for kind in kinds:
        yield from _messages(sets, kind, FRAMES[kind], SENDER[kind], signer if kind == "list" else None)


def import_messages(
    sets: ImportSets, kinds: tuple[str, ...] = tuple(import_sets.FRAMES), *, signer: ceb.Signer | None = None
) -> Iterator[tuple[str, bytes]]:
    """As `messages_of`; an import list must be signed (M20)."""
    for kind in kinds:
        signed = signer if kind == "import_list" else None
        yield from _messages(sets, kind, import_sets.FRAMES[kind], import_sets.SENDER[kind], signed)


def _messages(
    sets: Sets | ImportSets, kind: str, frames: tuple[str, str], sender: str, signer: ceb.Signer | None
) -> Iterator[tuple[str, bytes]]:
    guids = iter(lambda: str(uuid.uuid4()).upper(), "")
    heads_name, lines_name = frames
    for (code,), part in getattr(sets, heads_name).group_by(sender, maintain_order=True):
        envelope = ceb.Envelope("", str(code), "PRACTICE", "DXPPRACTICE", practice=True)
        lines = _lines(sets, lines_name, part)
        for body in ceb.write_all(kind, part, lines, envelope, guids, signer=signer):  # type: ignore[arg-type]
            yield str(code), body


def _lines(sets: Sets | ImportSets, name: str, heads: pl.DataFrame) -> pl.DataFrame | None:
    if not name:
        return None
    lines: pl.DataFrame = getattr(sets, name)
    return lines.join(heads, on=["message_no", "document_no"], how="semi", maintain_order="left")
