"""Intake: stored messages are read, each document is kept, refused or known already, and judges are told.

One transaction a batch of messages. The codes in them are resolved before it, on a connection of their own.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

import polars as pl
import psycopg

from entrepot.gateways import ceb, items
from entrepot.gateways.ceb.fields import Kind
from entrepot.modules.declarations import api as declarations
from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Incoming, Stored, ToRead
from entrepot.modules.parties import api as parties
from entrepot.project.line.kinds import (
    AUDIENCE,
    EVERY_KIND,
    NUMBER,
    NUMBER_OF,
    PARTIES,
    TAKERS,
    TOUCHING,
    import_columns,
)
from entrepot.project.line.persons import PERSONAL, masked_faults, with_persons_sealed
from entrepot.project.line.refusals import REFUSED, none_refused, refusal
from entrepot.project.line.remarks import without_persons
from entrepot.project.line.setting import Setting, day_in_china
from entrepot.project.line.signatures import check_signatures
from entrepot.store import identity
from entrepot.store.gate import NeedsGate, hold_alone
from entrepot.store.versions import OUTCOMES

TIME = pl.Datetime("us", "UTC")
ADDRESS = ["message_no", "document_no"]


@dataclass(frozen=True)
class Took:
    """What became of a batch. messages: id, kind, state, documents, accepted, duplicates, refused.

    outcomes: by kind one row a document that was well formed: its head, outcome, reason. faults: message_id,
    document_no, path, value, rule, facts.
    """

    messages: pl.DataFrame
    outcomes: dict[str, pl.DataFrame]
    faults: pl.DataFrame


After = Callable[..., object]
log = logging.getLogger(__name__)


def read_stored(
    setting: Setting, *, now: datetime, limit: int, after: After, only: Sequence[int] | None = None
) -> Took | None:
    """Claim unread messages and take their documents in, in one transaction; None when nothing is to be read.

    `after(setting, took, now=…)` belongs to the transaction: the replies. A message on which the program itself fails
    is refused alone and reported to the log; the line goes on.
    """

    def attempt(*, gate: bool, most: int = limit, spoilt: bool = False) -> Took | None:
        setting.forget()
        with setting.connection.transaction():
            if gate:
                hold_alone(setting.connection)
            claimed = exchange.claim_to_read(setting.connection, limit=most, only=only)
            if not claimed:
                return None
            if spoilt:
                return _refused_unread(setting, claimed, now=now)
            took = take_messages(setting, claimed, now=now, gate=gate)
            after(setting, took, now=now)
            return took

    try:
        return _gated(attempt)
    except (psycopg.OperationalError, psycopg.InterfaceError):
        raise
    except Exception:
        log.exception("a batch of messages could not be read; reading them one by one")
    try:
        return _gated(partial(attempt, most=1))
    except (psycopg.OperationalError, psycopg.InterfaceError):
        raise
    except Exception:
        log.exception("a message could not be read and is refused")
        return attempt(gate=False, most=1, spoilt=True)


Result = TypeVar("Result")


def _gated(attempt: Callable[..., Result]) -> Result:
    """Try without the gate, which new documents do not need; behind it when a document would be changed."""
    try:
        return attempt(gate=False)
    except NeedsGate:
        return attempt(gate=True)


def _refused_unread(setting: Setting, claimed: Sequence[ToRead], *, now: datetime) -> Took:
    """Refuse messages that the program cannot read, with a fault that says so."""
    results = pl.DataFrame(
        [(one.id, "unknown", "refused", 0, 0, 0, 0, "", "") for one in claimed],
        schema=["id", "kind", "state", "documents", "accepted", "duplicates", "refused", "outcomes", "key_name"],
        orient="row",
    )
    faults = pl.DataFrame(
        [(one.id, None, "/", "", "line.unreadable", '{"number": ""}') for one in claimed],
        schema={"message_id": pl.Int64, "document_no": pl.Int32, "path": pl.String, "value": pl.String,
                "rule": pl.String, "facts": pl.String},
        orient="row",
    )  # fmt: skip
    exchange.finish_reading(setting.connection, results, now=now)
    exchange.record_faults(setting.connection, faults)
    return Took(results, {}, faults)


def store_and_read(
    setting: Setting, incoming: Sequence[Incoming], *, now: datetime, after: After
) -> tuple[list[Stored], Took | None]:
    """Messages from files: stored and read in one transaction. Bytes that are known already are not read again."""

    def attempt(*, gate: bool) -> tuple[list[Stored], Took | None]:
        setting.forget()
        with setting.connection.transaction():
            if gate:
                hold_alone(setting.connection)
            stored = exchange.store_messages(setting.connection, incoming, now=now, practice=setting.practice)
            new = [
                ToRead(one.id, message.kind, message.party_id, message.brought_by, now, message.body)
                for one, message in zip(stored, incoming, strict=True)
                if one.is_new
            ]
            if not new:
                return stored, None
            took = take_messages(setting, new, now=now, gate=gate)
            after(setting, took, now=now)
            return stored, took

    return _gated(attempt)


def take_messages(setting: Setting, claimed: Sequence[ToRead], *, now: datetime, gate: bool) -> Took:
    """Take in the documents of these messages, within the caller's transaction."""
    typed = ceb.validate(items.decode([(message.kind, message.body) for message in claimed]))
    senders = pl.DataFrame(
        {
            "message_no": range(len(claimed)),
            "message_id": [message.id for message in claimed],
            "sender_id": [message.party_id for message in claimed],
            "copy": [message.brought_by is not None for message in claimed],
            "arrived_at": [message.at for message in claimed],
        },
        schema_overrides={"message_no": pl.Int64, "arrived_at": TIME},
    )
    messages = typed.messages.join(senders, on="message_no", maintain_order="left")
    barred = _barred_messages(setting, messages)
    left = messages.filter(~pl.col("refused") & ~pl.col("message_no").is_in(barred["message_no"].implode()))
    checked = check_signatures(setting, left, _declared(typed), claimed, now=now)
    barred = pl.concat([barred, checked.barred])
    signed = pl.col("message_no").is_in(list(checked.key_names))
    senders = senders.with_columns(signature_valid=pl.when(signed).then(pl.lit(value=True)))
    refusals = [barred]
    outcomes: dict[str, pl.DataFrame] = {}
    hashes: identity.Hashes = {}
    for kind in EVERY_KIND:
        heads = typed.heads[kind]  # type: ignore[index]
        if heads.height and barred.height:
            heads = heads.join(barred, on="message_no", how="anti")
        if heads.height:
            outcomes[kind], refused = take_kind(
                setting,
                kind,
                heads,
                typed.lines.get(kind),  # type: ignore[call-overload]
                senders,
                now=now,
                gate=gate,
                hashes=hashes,
            )
            refusals.append(refused)
    tell_judges(setting.connection, outcomes, now=now)
    faults = masked_faults(_all_faults(typed.faults, refusals, senders))
    results = _results(messages, outcomes, barred, checked.key_names)
    exchange.finish_reading(setting.connection, results, now=now)
    exchange.record_faults(setting.connection, faults)
    return Took(results, outcomes, faults)


def _declared(typed: ceb.Typed) -> pl.DataFrame:
    """message_no and app_status of the lists, and of what is asked of lists: documents that must be signed."""
    kinds: tuple[Kind, ...] = ("list", "import_list", "import_cancel", "import_return")
    found = [typed.heads[kind] for kind in kinds if typed.heads[kind].height]
    return pl.concat([frame.select("message_no", "app_status") for frame in found]) if found else typed.heads["list"]


def _barred_messages(setting: Setting, messages: pl.DataFrame) -> pl.DataFrame:
    """Messages refused as a whole although they are well formed."""
    read = messages.filter(~pl.col("refused"))
    if read.is_empty():
        return none_refused()
    replies = read.filter(~pl.col("kind").is_in(EVERY_KIND))
    barred = [refusal(replies, "/", "kind", "line.not_for_us")]
    if not setting.practice:
        marked = read.filter("practice")
        barred.append(refusal(marked, "/BaseTransfer/note", "cop_code", "line.practice"))
    # items in JSON name no sender of their own: who signed in is the sender
    own = ~pl.col("copy") & pl.col("cop_code").is_not_null()
    named = read.filter(own).select("message_no", "cop_code", "sender_id")
    unknown = set(named["cop_code"].drop_nulls()) - set(setting.codes)
    setting.codes.update(parties.resolve(setting.lookups, pl.Series(sorted(unknown), dtype=pl.String)))
    party = pl.col("cop_code").replace_strict(setting.codes, default=None, return_dtype=pl.Int64)
    others = named.filter(party.ne_missing(pl.col("sender_id")))
    barred.append(refusal(others, "/BaseTransfer/copCode", "cop_code", "line.other_sender"))
    return pl.concat(barred).unique("message_no", keep="first", maintain_order=True)


def take_kind(
    setting: Setting,
    kind: str,
    heads: pl.DataFrame,
    lines: pl.DataFrame | None,
    senders: pl.DataFrame,
    *,
    now: datetime,
    gate: bool,
    hashes: identity.Hashes | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(heads with outcome, reason and id; refusals). hashes: of persons, in documents of the same batch."""
    known = parties.with_party_ids(setting.lookups, heads, setting.codes, setting.own_marketplaces)
    known = known.join(senders, on="message_no", maintain_order="left")
    refusals: list[pl.DataFrame] = []
    for party, code in PARTIES[kind].items():
        if known[party].null_count():
            missing = known.filter(pl.col(party).is_null())
            refusals.append(refusal(missing, f"/{code}", code, "line.unknown_code"))
            known = known.filter(pl.col(party).is_not_null())
    known, strangers = _from_those_who_may(setting, kind, known, now)
    refusals.append(strangers)
    if kind in PERSONAL:
        remarked, lines = without_persons(known, lines)
        named = import_columns(setting, kind, remarked)
        known = with_persons_sealed(setting, kind, named, now=now, known=hashes)
    rows = _as_stored(setting, kind, known)
    outcomes = TAKERS[kind](setting, rows, lines, gate=gate) if rows.height else pl.DataFrame(schema=OUTCOMES)
    told = known.join(outcomes, on=ADDRESS, how="inner", maintain_order="left")
    if (told["outcome"] == "refused").any():
        for reason in ("exists", "no_target", "late", "decided"):
            turned_away = told.filter((pl.col("outcome") == "refused") & (pl.col("reason") == reason))
            refusals.append(refusal(turned_away, f"/{NUMBER[kind]}", NUMBER[kind], f"line.{reason}"))
    return told, pl.concat(refusals)


def _from_those_who_may(
    setting: Setting, kind: str, known: pl.DataFrame, now: datetime
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows whose sender may send them; copies brought into a filing station stand for nobody's word."""
    day = day_in_china(now)
    allowed, barred = [], []
    for (sender_id, copy), rows in known.group_by("sender_id", "copy", maintain_order=True):
        may = (
            pl.Series([True] * rows.height)
            if copy and setting.station == "filing"
            else parties.may_send(rows, kind, setting.allowed_principals(int(str(sender_id)), day, kind))
        )
        allowed.append(rows if may.all() else rows.filter(may))
        if not may.all():
            barred.append(rows.filter(~may))
    if not barred:
        return pl.concat(allowed), none_refused()
    strangers = pl.concat(barred).with_columns(sender=pl.col("sender_id").cast(pl.String))
    return pl.concat(allowed), refusal(strangers, "/BaseTransfer/copCode", "sender", "line.sender")


def _as_stored(setting: Setting, kind: str, known: pl.DataFrame) -> pl.DataFrame:
    """The columns of the table: who may read the row, and what only this kind has."""
    # the station's owner is the addressee: the customs office that decides, or the firm that brought the document
    named = pl.concat_list(*AUDIENCE[kind], pl.lit(setting.owner_id, pl.Int64))
    audience = named.list.drop_nulls().list.unique(maintain_order=True)
    rows = known.with_columns(audience=audience, practice=pl.lit(setting.practice))
    if "agent_id" in rows.columns:
        rows = rows.with_columns(filer_id=pl.col("agent_id"))
    of_the_message = {"sender_id", "copy"} | ({"signature_valid"} if kind != "import_list" else set())
    return rows[[column for column in rows.columns if column not in of_the_message]]


def tell_judges(connection: psycopg.Connection, outcomes: dict[str, pl.DataFrame], *, now: datetime) -> None:
    """Name the orders and waybills whose sets changed: one row a batch (docs/decisions/0004)."""
    new = {kind: frame.filter(pl.col("outcome") == "accepted") for kind, frame in outcomes.items()}
    owners = {"order_no": "marketplace_id", "waybill_no": "carrier_id"}
    for number, kinds in TOUCHING.items():
        parts = [new[kind].select(number, owners[number]) for kind in kinds if kind in new]
        if parts:
            declarations.note_arrivals(connection, NUMBER_OF[number], pl.concat(parts), now=now)


def _all_faults(found: pl.DataFrame, refusals: list[pl.DataFrame], senders: pl.DataFrame) -> pl.DataFrame:
    every = pl.concat([frame[list(REFUSED)] for frame in (found, *refusals) if frame.height or frame is found])
    return every.join(senders.select("message_no", "message_id"), on="message_no", maintain_order="left")


def _results(
    messages: pl.DataFrame, outcomes: dict[str, pl.DataFrame], barred: pl.DataFrame, key_names: dict[int, str]
) -> pl.DataFrame:
    names = pl.DataFrame(list(key_names.items()), schema={"message_no": pl.Int64, "key_name": pl.String}, orient="row")
    whole = pl.col("refused") | pl.col("message_no").is_in(barred["message_no"].implode())
    told = messages.with_columns(whole=whole)
    told = told.join(_letters(told, outcomes), on="message_no", how="left", maintain_order="left").with_columns(
        pl.col("outcomes").fill_null(""), pl.col("accepted", "duplicates").fill_null(0)
    )
    told = told.join(names, on="message_no", how="left", maintain_order="left")
    return told.select(
        id="message_id",
        kind=pl.coalesce("kind", pl.lit("unknown")),
        state=pl.when("whole").then(pl.lit("refused")).otherwise(pl.lit("read")),
        documents="documents",
        accepted="accepted",
        duplicates="duplicates",
        refused=pl.col("documents") - pl.col("accepted") - pl.col("duplicates"),
        outcomes="outcomes",
        key_name=pl.col("key_name").fill_null(""),
    )


def _letters(messages: pl.DataFrame, outcomes: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """message_no, accepted, duplicates, outcomes (a letter a document) of the messages that were not refused whole."""
    documents = messages.filter(~pl.col("whole")).select(
        "message_no", document_no=pl.int_ranges(1, pl.col("documents") + 1, dtype=pl.Int32)
    )
    known = pl.concat(
        [
            pl.DataFrame(schema={"message_no": pl.Int64, "document_no": pl.Int32, "outcome": pl.String}),
            *(frame.select("message_no", "document_no", "outcome") for frame in outcomes.values()),
        ]
    )
    each = documents.explode("document_no", empty_as_null=False).join(
        known, on=["message_no", "document_no"], how="left", maintain_order="left"
    )
    # whatever was not taken in was refused, at whichever step
    letter = pl.col("outcome").str.slice(0, 1).fill_null("r")
    return each.group_by("message_no", maintain_order=True).agg(
        accepted=(pl.col("outcome") == "accepted").sum().cast(pl.Int64),
        duplicates=(pl.col("outcome") == "duplicate").sum().cast(pl.Int64),
        outcomes=letter.str.join(""),
    )
