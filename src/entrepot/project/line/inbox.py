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
from entrepot.project.line.tax_bills import BILLS, Told, take_bills
from entrepot.project.line.wrong_messages import barred
from entrepot.store import outbox

# kind of reply → the column that names its document
KINDS = {
    "order_reply": "order_no",
    "slip_reply": "order_no",
    "waybill_reply": "waybill_no",
    "list_reply": "cop_no",
    "import_order_reply": "order_no",
    "payment_reply": "pay_transaction_no",
    "import_waybill_reply": "waybill_no",
    "waybill_state_reply": "waybill_no",
    "import_list_reply": "cop_no",
    "import_cancel_reply": "cop_no",
    "import_return_reply": "cop_no",
}
_OF_LISTS = ("list_reply", "import_list_reply")  # each a word of customs on a list
_SENT_BACK = "100"
EMPTY_OUTCOMES = {"reply_no": pl.Int64, "outcome": pl.String, "verdict": pl.String}


@dataclass
class Answers:
    """What replies said. verdicts: of lists, by word; noted: how far lists have come; known: said before.

    unknown: replies on lists that are not here; sent_back: orders, slips and waybills that customs refused. bills: tax
    bills and states of them that were new; not_taken: bills of lists that are not here (why: unknown), or that say
    other sums than the one kept under their number (why: differs).
    """

    messages: int = 0
    replies: int = 0
    verdicts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("released", "held", "refused"), 0))
    noted: int = 0
    known: int = 0
    unknown: list[dict[str, str]] = field(default_factory=list)
    sent_back: list[dict[str, str]] = field(default_factory=list)
    bills: int = 0
    not_taken: list[dict[str, str]] = field(default_factory=list)
    faults: list[dict[str, object]] = field(default_factory=list)


def read_replies(setting: Setting, paths: Sequence[Path], answers: Answers, *, customs_id: int, now: datetime) -> None:
    """Take a batch of files in, one transaction. The same files again change nothing but the count of what is known."""
    bodies = [path.read_bytes() for path in paths]
    names = [path.name for path in paths]
    typed = ceb.validate(ceb.decode(bodies))
    wrong = barred(typed.messages, kinds=(*KINDS, *BILLS), practice_too=setting.practice)
    with setting.connection.transaction():
        incoming = [
            Incoming("message", customs_id, body, name, setting.owner_id, read_already=True)
            for body, name in zip(bodies, names, strict=True)
        ]
        stored = exchange.store_messages(setting.connection, incoming, now=now, practice=setting.practice)
        ids = pl.DataFrame({"message_no": range(len(stored)), "message_id": [one.id for one in stored]})
        good = {kind: _good(typed, kind, wrong, ids) for kind in KINDS}
        lists = _on_lists(setting, good)
        outcomes = _take(setting, lists, customs_id, now)
        bills = take_bills(setting, {kind: _good(typed, kind, wrong, ids) for kind in BILLS}, typed.lines["tax_bill"],
                           by_id=customs_id, now=now)  # fmt: skip
        new = [one.id for one in stored if one.is_new]
        said = lists.filter(outcomes["outcome"].is_in(["decided", "noted"]))["message_id"]
        results = _results(_Batch(typed.messages, wrong, ids), good, lists, outcomes, bills)
        told = results.filter(pl.col("id").is_in([*new, *said, *bills.accepted]))
        exchange.finish_reading(setting.connection, told, now=now)
        faults = pl.concat([typed.faults.select(wrong.columns), wrong]).join(ids, on="message_no")
        exchange.record_faults(setting.connection, faults.filter(pl.col("message_id").is_in(new)))
    answers.messages += len(paths)
    _count(answers, good, lists.hstack(outcomes.select("outcome", "verdict")), names)
    _count_bills(answers, bills, names)
    answers.faults += [
        {"file": names[row["message_no"]], "document": row["document_no"], "path": row["path"], "value": row["value"],
         "rule": row["rule"], "facts": json.loads(row["facts"])}
        for row in faults.iter_rows(named=True)
    ]  # fmt: skip


def _good(typed: ceb.Typed, kind: str, wrong: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    heads = typed.heads[kind]  # type: ignore[index]
    return heads.join(wrong, on="message_no", how="anti").join(ids, on="message_no", maintain_order="left")


def _on_lists(setting: Setting, good: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Replies on lists of both regimes as declarations.REPLY has them, with message_no; of import with the order."""
    export, imported = (_filed_by(good[kind]) for kind in _OF_LISTS)
    named = declarations.with_order_nos(setting.connection, imported) if imported.height else imported
    columns = [name for name in declarations.REPLY if name != "reply_no"]
    rows = [frame.select("message_no", *columns) for frame in (export, named) if frame.height]
    every = pl.concat(rows) if rows else export.select("message_no", *columns)
    return every.with_columns(reply_no=pl.int_range(pl.len(), dtype=pl.Int64))


def _filed_by(replies: pl.DataFrame) -> pl.DataFrame:
    codes = replies["agent_code"].drop_nulls().unique().to_list()
    # nobody has the number 0: a code that is unknown here names no list of ours
    known = {code: parties.known_code(code, using="owner") or 0 for code in codes}
    return replies.with_columns(
        filer_id=pl.col("agent_code").replace_strict(known, default=None, return_dtype=pl.Int64)
    )


def _take(setting: Setting, replies: pl.DataFrame, customs_id: int, now: datetime) -> pl.DataFrame:
    """reply_no (row of `replies`), outcome, verdict."""
    if replies.is_empty():
        return pl.DataFrame(schema=EMPTY_OUTCOMES)
    rows = replies.select(list(declarations.REPLY)).with_columns(pl.col("order_no").fill_null(""))
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


def _results(
    batch: _Batch, good: dict[str, pl.DataFrame], lists: pl.DataFrame, outcomes: pl.DataFrame, bills: Told
) -> pl.DataFrame:
    """What `finish_reading` takes: a document is accepted if it could be read and, a list's or a bill's, its list is
    here.
    """
    known = lists.select("message_no").filter(outcomes["outcome"] != "unknown")
    read = pl.concat([known, bills.here, *(good[kind].select("message_no") for kind in KINDS if kind not in _OF_LISTS)])
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


def _count(answers: Answers, good: dict[str, pl.DataFrame], lists: pl.DataFrame, names: list[str]) -> None:
    answers.replies += sum(frame.height for frame in good.values())
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
        if kind not in _OF_LISTS:
            answers.sent_back += [
                {"file": names[row["message_no"]], "kind": kind.removesuffix("_reply"), "number": row[number],
                 "return_status": row["return_status"], "return_info": row["return_info"] or ""}
                for row in good[kind].filter(negative).iter_rows(named=True)
            ]  # fmt: skip


def _count_bills(answers: Answers, bills: Told, names: list[str]) -> None:
    answers.replies += bills.rows.height
    answers.bills += bills.rows.filter(pl.col("outcome") == "accepted").height
    answers.known += bills.rows.filter(pl.col("outcome") == "known").height
    for row in bills.rows.filter(pl.col("outcome").is_in(["unknown", "differs"])).iter_rows(named=True):
        said = {"file": names[row["message_no"]], "tax_no": row["tax_no"], "invt_no": row["invt_no"]}
        answers.not_taken.append({**said, "why": row["outcome"]})
