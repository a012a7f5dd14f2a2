"""Replies of a deciding station: 304, 404, 506 when a document is taken in or turned away, 604 with each verdict;
312, 412, 512, 514 and 622 for import.

Kept as outgoing messages of up to 100 documents each, for their addressee to fetch.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import polars as pl

from entrepot.gateways import ceb
from entrepot.modules.declarations import api as declarations
from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Outgoing
from entrepot.project.line.intake import Took
from entrepot.project.line.kinds import NUMBER
from entrepot.project.line.reasons import REASONS
from entrepot.project.line.setting import Setting

# Reply table of the interface: stored at customs (logic check passed); the waybill's reply knows only "closed".
_STORED = {"waybill": "399"}
_STORED_ELSE = "120"
CODE = {
    "order": "CEB304",
    "slip": "CEB404",
    "waybill": "CEB506",
    "list": "CEB604",
    "import_order": "CEB312",
    "payment": "CEB412",
    "import_waybill": "CEB512",
    "waybill_state": "CEB514",
    "import_list": "CEB622",
    "import_cancel": "CEB624",
    "import_return": "CEB626",
}
# Answered when they are decided on; on the way in only when they are turned away. Their replies give a list's numbers.
_DECIDED_LATER = ("list", "import_list", "import_cancel", "import_return")
_PASSED = "[Code:1800;Desc:逻辑校验通过]"
_SENT_BACK = "100"
_INFO = 1000
_TIME = pl.Datetime("us", "UTC")


def guids() -> Iterator[str]:
    """Message and document keys as the interface wants them."""
    while True:
        yield str(uuid.uuid4()).upper()


def answer_intake(setting: Setting, took: Took, *, now: datetime) -> int:
    """Write the replies to a batch that was taken in; returns the number of documents answered."""
    if setting.station == "filing":
        return 0
    answered = 0
    for kind, outcomes in took.outcomes.items():
        told = outcomes if kind not in _DECIDED_LATER else outcomes.filter(pl.col("outcome") == "refused")
        if told.height:
            _send(setting, kind, _intake_rows(kind, told, now), now=now)
            answered += told.height
    return answered


def _intake_rows(kind: str, told: pl.DataFrame, now: datetime) -> pl.DataFrame:
    official = {name.removeprefix("line."): reason.official.get(kind, _SENT_BACK) for name, reason in REASONS.items()}
    texts = {name.removeprefix("line."): reason.zh for name, reason in REASONS.items()}
    refused = pl.col("outcome") == "refused"
    status = pl.col("reason").replace_strict(official, default=_SENT_BACK, return_dtype=pl.String)
    text = pl.col("reason").replace_strict(texts, default="", return_dtype=pl.String)
    why = text.str.replace("{number}", pl.col(NUMBER[kind]), literal=True)
    at = pl.lit(now).cast(_TIME)
    numbered = _with_numbers(kind, told.with_columns(serial=pl.lit("0" * 9)), at) if kind in _DECIDED_LATER else told
    return numbered.with_columns(
        return_status=pl.when(refused).then(status).otherwise(pl.lit(_STORED.get(kind, _STORED_ELSE))),
        return_info=pl.when(refused)
        .then(pl.lit("[Code:") + status + pl.lit(";Desc:") + why + pl.lit("]"))
        .otherwise(pl.lit(_PASSED)),
        return_time=pl.lit(now).cast(pl.Datetime("us", "UTC")),
        addressee=pl.col("sender_id"),
    )


def answer_verdicts(setting: Setting, decided: pl.DataFrame, findings: pl.DataFrame, *, now: datetime) -> int:
    """Write a 604 for each decided list, to its agent; returns their number."""
    if decided.is_empty() or setting.station == "filing":
        return 0
    summed = (
        findings.filter(pl.col("outcome") == "failed")
        .group_by("list_id", maintain_order=True)
        .agg(info=(pl.lit("[Code:") + pl.col("rule") + pl.lit(";Desc:") + _found() + pl.lit("]")).str.join(""))
        if findings.height
        else pl.DataFrame(schema={"list_id": pl.Int64, "info": pl.String})
    )
    rows = decided.join(summed, on="list_id", how="left", maintain_order="left")
    _send_verdicts(setting, rows.with_columns(told_at=pl.lit(now).cast(_TIME)), now=now)
    return rows.height


def answer_reviews(setting: Setting, decided: pl.DataFrame, *, now: datetime) -> int:
    """Write a 604 for each list that an officer decided on, to its agent: under the numbers that the list was held."""
    if decided.is_empty():
        return 0
    titles = {code: reason.title.zh for code, reason in declarations.REVIEW_REASONS.items()}
    said = pl.col("reason").replace_strict(titles, default="", return_dtype=pl.String)
    text = pl.concat_str(pl.lit("[Code:"), "reason", pl.lit(";Desc:"), said, pl.lit("："), "found", pl.lit("]"))
    status = pl.when(pl.col("state") == "released").then(pl.lit("800")).otherwise(pl.lit(_SENT_BACK))
    rows = decided.with_columns(info=pl.when(pl.col("reason") != "").then(text), return_status=status)
    _send_verdicts(setting, rows, now=now)
    return rows.height


def answer_withdrawals(setting: Setting, answers: Sequence[Mapping[str, Any]], *, now: datetime) -> None:
    """Write a 624 a cancellation, a 626 a return: closed, stored while goods are awaited, or sent back."""
    names = ("guid", "customs_code", "agent_code", "marketplace_code", "seller_code", "cop_no", "pre_no", "invt_no")
    for kind in ("import_cancel", "import_return"):
        own = [one for one in answers if one["kind"] == kind]
        if not own:
            continue
        told = [
            {name: one[name] for name in names}
            | {
                "return_status": _WITHDRAWN[one["outcome"]],
                "return_info": _said_of(one),
                "serial": str((one.get("list_id") or 0) % 1_000_000_000).zfill(9),
                "addressee": one["filer_id"],
            }
            for one in own
        ]
        at = pl.lit(now).cast(_TIME)
        rows = pl.DataFrame(told, schema_overrides={"pre_no": pl.String, "invt_no": pl.String})
        _send(setting, kind, _with_numbers(kind, rows, at).with_columns(return_time=at), now=now)


# Reply table of the interface: 399 review closed by customs, 120 stored, 100 sent back.
_WITHDRAWN = {"done": "399", "applied": "120", "refused": _SENT_BACK}


def _said_of(answer: Mapping[str, Any]) -> str:
    if answer["outcome"] != "refused":
        return _PASSED
    sentence = declarations.WITHDRAWAL_SENTENCES.get(answer["rule"])
    facts = {name: answer[name] or "–" for name in ("found", "expected")}
    said = sentence[1].format(**facts) if sentence else f"{facts['found']}≠{facts['expected']}"
    return f"[Code:{answer['rule']};Desc:{said}]"[:_INFO]


def _send_verdicts(setting: Setting, rows: pl.DataFrame, *, now: datetime) -> None:
    """info: what speaks against the list, null where nothing does; told_at: when its numbers were first told."""
    serial = (pl.col("list_id") % 1_000_000_000).cast(pl.String).str.zfill(9)
    # an import list has no statistics flag
    imported = rows["statistics_flag"] == ""
    parts = (
        (("list", rows.filter(~imported)), ("import_list", rows.filter(imported)))
        if imported.any()
        else (("list", rows),)
    )
    for kind, part in parts:
        if part.height:
            numbered = _with_numbers(kind, part.with_columns(serial=serial), pl.col("told_at")).with_columns(
                return_info=pl.coalesce("info", pl.lit(_PASSED)).str.slice(0, _INFO),
                return_time=pl.lit(now).cast(_TIME),
                addressee=pl.col("filer_id"),
            )
            _send(setting, kind, numbered, now=now)


def _with_numbers(kind: str, rows: pl.DataFrame, at: pl.Expr) -> pl.DataFrame:
    """Pre-entry and list number, where the list brought none: letter + day + 9, office + year + E or I + 9 (notes)."""
    letter = "E" if kind == "list" else "I"
    local = at.dt.convert_time_zone("Asia/Shanghai")
    day, year = local.dt.strftime("%Y%m%d"), local.dt.strftime("%Y")
    return rows.with_columns(
        pre_no=pl.coalesce("pre_no", pl.lit("B") + day + pl.col("serial")),
        invt_no=pl.coalesce("invt_no", pl.col("customs_code") + year + pl.lit(letter) + pl.col("serial")),
    )


def _found() -> pl.Expr:
    """What was found and expected, as facts: field, line, found, expected."""
    line = pl.when(pl.col("gnum").is_null()).then(pl.lit("")).otherwise(pl.lit("#") + pl.col("gnum").cast(pl.String))
    return (
        pl.col("field")
        + line
        + pl.lit(" ")
        + pl.col("found").fill_null("-")
        + pl.lit("≠")
        + pl.col("expected").fill_null("-")
    )


def _send(setting: Setting, kind: str, rows: pl.DataFrame, *, now: datetime) -> None:
    envelope = ceb.Envelope(guid="", cop_code="", cop_name="", dxp_id="", practice=setting.practice)
    written = ceb.write_each(f"{kind}_reply", rows, None, envelope, guids(), by="addressee")  # type: ignore[arg-type]
    outgoing = [Outgoing(CODE[kind], int(str(addressee)), body, count) for addressee, count, body in written]
    exchange.write_messages(setting.connection, outgoing, now=now, practice=setting.practice)
