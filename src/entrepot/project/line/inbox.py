"""Read customs' replies from files: bytes kept, each said of its list once, decisions told of."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import polars as pl

from entrepot.gateways import ceb
from entrepot.modules.declarations import api as declarations
from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Incoming
from entrepot.modules.parties import api as parties
from entrepot.project.line.deciding import LISTS_DECIDED
from entrepot.project.line.setting import Setting
from entrepot.project.line.wrong_messages import barred
from entrepot.store import outbox

# kind of reply → the column that names its document
KINDS = {"order_reply": "order_no", "slip_reply": "order_no", "waybill_reply": "waybill_no", "list_reply": "cop_no"}
_SENT_BACK = "100"
EMPTY_OUTCOMES = {"reply_no": pl.Int64, "outcome": pl.String, "verdict": pl.String}


@dataclass
class Answers:
    """What replies said. verdicts: of lists, by word; noted: how far lists have come; known: said before.

    unknown: replies on lists that are not here; sent_back: orders, slips and waybills that customs refused.
    """

    messages: int = 0
    replies: int = 0
    verdicts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("released", "held", "refused"), 0))
    noted: int = 0
    known: int = 0
    unknown: list[dict[str, str]] = field(default_factory=list)
    sent_back: list[dict[str, str]] = field(default_factory=list)
    faults: list[dict[str, object]] = field(default_factory=list)


def read_replies(setting: Setting, paths: Sequence[Path], answers: Answers, *, customs_id: int, now: datetime) -> None:
    """Take a batch of files in, one transaction. The same files again change nothing but the count of what is known."""
    bodies = [path.read_bytes() for path in paths]
    names = [path.name for path in paths]
    typed = ceb.validate(ceb.decode(bodies))
    wrong = barred(typed.messages, kinds=tuple(KINDS), practice_too=setting.practice)
    with setting.connection.transaction():
        incoming = [
            Incoming("message", customs_id, body, name, setting.owner_id, read_already=True)
            for body, name in zip(bodies, names, strict=True)
        ]
        stored = exchange.store_messages(setting.connection, incoming, now=now, practice=setting.practice)
        ids = pl.DataFrame({"message_no": range(len(stored)), "message_id": [one.id for one in stored]})
        good = {kind: _good(typed, kind, wrong, ids) for kind in KINDS}
        outcomes = _take(setting, good["list_reply"], customs_id, now)
        new = [one.id for one in stored if one.is_new]
        said = good["list_reply"].filter(outcomes["outcome"].is_in(["decided", "noted"]))["message_id"]
        results = _results(_Batch(typed.messages, wrong, ids), good, outcomes)
        told = results.filter(pl.col("id").is_in([*new, *said]))
        exchange.finish_reading(setting.connection, told, now=now)
        faults = pl.concat([typed.faults.select(wrong.columns), wrong]).join(ids, on="message_no")
        exchange.record_faults(setting.connection, faults.filter(pl.col("message_id").is_in(new)))
    answers.messages += len(paths)
    _count(answers, good, outcomes, names)
    answers.faults += [
        {"file": names[row["message_no"]], "document": row["document_no"], "path": row["path"], "value": row["value"],
         "rule": row["rule"], "facts": json.loads(row["facts"])}
        for row in faults.iter_rows(named=True)
    ]  # fmt: skip


def _good(typed: ceb.Typed, kind: str, wrong: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    heads = typed.heads[kind]  # type: ignore[index]
    return heads.join(wrong, on="message_no", how="anti").join(ids, on="message_no", maintain_order="left")


def _take(setting: Setting, replies: pl.DataFrame, customs_id: int, now: datetime) -> pl.DataFrame:
    """reply_no (row of `replies`), outcome, verdict."""
    if replies.is_empty():
        return pl.DataFrame(schema=EMPTY_OUTCOMES)
    codes = replies["agent_code"].drop_nulls().unique().to_list()
    # nobody has the number 0: a code that is unknown here names no list of ours
    known = {code: parties.known_code(code, using="owner") or 0 for code in codes}
    asked = replies.with_columns(
        reply_no=pl.int_range(pl.len(), dtype=pl.Int64),
        filer_id=pl.col("agent_code").replace_strict(known, default=None, return_dtype=pl.Int64),
    )
    rows = asked.select(list(declarations.REPLY))
    answered = declarations.take_replies(setting.connection, rows, by_id=customs_id, now=now)
    if answered.decided.height:
        ids = answered.decided["list_id"]
        number = declarations.publish(setting.connection, answered.decided, now=now)
        batch: dict[str, object] = {"batch": number, "lists": ids.len(), "first": ids.min(), "last": ids.max()}
        outbox.announce(setting.connection, LISTS_DECIDED, batch, now=now)
    return answered.outcomes


@dataclass(frozen=True)
class _Batch:
    """Messages as decoded, those that are refused as a whole, and message_no → message_id."""

    messages: pl.DataFrame
    wrong: pl.DataFrame
    ids: pl.DataFrame


def _results(batch: _Batch, good: dict[str, pl.DataFrame], outcomes: pl.DataFrame) -> pl.DataFrame:
    """What `finish_reading` takes: a document is accepted if it could be read and, a list's, its list is here."""
    lists = good["list_reply"].select("message_no").filter(outcomes["outcome"] != "unknown")
    read = pl.concat([lists, *(good[kind].select("message_no") for kind in KINDS if kind != "list_reply")])
    counts = read.group_by("message_no").agg(accepted=pl.len().cast(pl.Int64))
    told = batch.messages.join(counts, on="message_no", how="left", maintain_order="left").join(
        batch.ids, on="message_no"
    )
    whole = pl.col("refused") | pl.col("message_no").is_in(batch.wrong["message_no"].implode())
    accepted = pl.col("accepted").fill_null(0)
    return told.select(
        id="message_id",
        kind=pl.coalesce("kind", pl.lit("unknown")),
        state=pl.when(whole).then(pl.lit("refused")).otherwise(pl.lit("read")),
        documents="documents",
        accepted=accepted,
        duplicates=pl.lit(0, pl.Int64),
        refused=pl.col("documents") - accepted,
        outcomes=pl.lit(""),
        key_name=pl.lit(""),
    )


def _count(answers: Answers, good: dict[str, pl.DataFrame], outcomes: pl.DataFrame, names: list[str]) -> None:
    answers.replies += sum(frame.height for frame in good.values())
    lists = good["list_reply"].hstack(outcomes.select("outcome", "verdict"))
    for verdict, count in lists.filter(pl.col("outcome") == "decided").group_by("verdict").len().iter_rows():
        answers.verdicts[verdict] += count
    answers.noted += lists.filter(pl.col("outcome") == "noted").height
    answers.known += lists.filter(pl.col("outcome") == "known").height
    said = ("cop_no", "order_no", "return_status", "return_info")
    answers.unknown += [
        {"file": names[row["message_no"]], **{key: row[key] or "" for key in said}}
        for row in lists.filter(pl.col("outcome") == "unknown").iter_rows(named=True)
    ]
    negative = (pl.col("return_status") == _SENT_BACK) | pl.col("return_status").str.starts_with("-")
    for kind, number in KINDS.items():
        if kind != "list_reply":
            answers.sent_back += [
                {"file": names[row["message_no"]], "kind": kind.removesuffix("_reply"), "number": row[number],
                 "return_status": row["return_status"], "return_info": row["return_info"] or ""}
                for row in good[kind].filter(negative).iter_rows(named=True)
            ]  # fmt: skip
