"""Lists, replies and problems out of a station, as customs messages or as CSV; batch by batch, memory stays flat."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path

import polars as pl

from entrepot.engines.clearance import explain
from entrepot.gateways import ceb
from entrepot.gateways.sheets.problems import neutralised
from entrepot.kernel.violations import Violation
from entrepot.modules.declarations import api as declarations
from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import NamedFault
from entrepot.project.line.filing import fitting
from entrepot.project.line.reasons import sentence_of
from entrepot.project.line.replies import guids
from entrepot.project.line.setting import Setting, day_in_china
from entrepot.rulebook import Rulebook, restore

LISTS_A_BATCH = 2_000
MESSAGES_A_BATCH = 100
_CODES = {"order_reply": "CEB304", "slip_reply": "CEB404", "waybill_reply": "CEB506", "list_reply": "CEB604"}
_PLACE = ["message_no", "document_no"]
Tell = Callable[[int], None]


@dataclass
class Exported:
    """rows: lists, replies or problems; messages: files of messages; unfit: cop_no → why no message holds it."""

    rows: int = 0
    messages: int = 0
    files: list[str] = field(default_factory=list)
    unfit: dict[str, str] = field(default_factory=dict)


class Sheet:
    """A CSV file in UTF-8 with mark, formulas neutralised; written under a hidden name, shown when it is whole."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._hidden = path.with_name(f".{path.name}.part")
        self._file = self._hidden.open("wb")
        self._file.write(b"\xef\xbb\xbf")
        self._has_header = False

    def add(self, frame: pl.DataFrame) -> None:
        """Further rows, of the same columns each time."""
        texts = frame.select(_plain(name, dtype) for name, dtype in frame.schema.items())
        safe = texts.select(neutralised(name) for name in texts.columns)
        safe.write_csv(self._file, include_header=not self._has_header, quote_style="necessary")
        self._has_header = True

    def close(self) -> None:
        """Show the file."""
        self._file.close()
        self._hidden.replace(self.path)


def _plain(name: str, dtype: pl.DataType) -> pl.Expr:
    """Text: numbers without needless zeros, times of China."""
    column = pl.col(name)
    if isinstance(dtype, pl.Decimal):
        return column.cast(pl.String).str.strip_chars_end("0").str.strip_chars_end(".").alias(name)
    if isinstance(dtype, pl.Datetime):
        return column.dt.convert_time_zone("Asia/Shanghai").dt.strftime("%Y-%m-%dT%H:%M:%S%:z").alias(name)
    return column.cast(pl.String).alias(name)


# ---- lists ----------------------------------------------------------------------------------------------------------


def lists_as_messages(setting: Setting, out: Path, *, tell: Tell) -> Exported:
    """Every list as it stands, in messages of up to 100 of one agent each."""
    done, numbers = Exported(), guids()
    for _, heads, lines in _lists(setting):
        good, own, unfit = fitting(heads, lines)
        done.unfit |= unfit
        for (code, name), part in good.group_by("agent_code", "agent_name", maintain_order=True):
            envelope = ceb.Envelope("", str(code), str(name), str(code), practice=setting.practice)
            mine = own.join(part, on=_PLACE, how="semi", maintain_order="left")
            for body in ceb.write_all("list", part, mine, envelope, numbers):
                done.messages += 1
                (out / f"CEB603-{done.messages:06d}.xml").write_bytes(body)
        done.rows += good.height
        tell(heads.height)
    return done


def lists_as_sheets(setting: Setting, out: Path, *, tell: Tell) -> Exported:
    """Two sheets: a row a list with where it stands, and a row a line."""
    done = Exported()
    sheets = Sheet(out / "lists.csv"), Sheet(out / "list-lines.csv")
    for standing, heads, lines in _lists(setting):
        beside = standing.select("list_id", *(c for c in standing.columns if c not in {*heads.columns, "filer_id"}))
        sheets[0].add(heads.join(beside, on="list_id", maintain_order="left").drop(*_PLACE, "list_id"))
        names = heads.select("list_id", "agent_code", "cop_no")
        numbered = lines.join(names, on="list_id", maintain_order="left").drop(*_PLACE, "list_id")
        first = ["agent_code", "cop_no", "order_no"]
        sheets[1].add(numbered.select(*first, pl.exclude(first)))
        done.rows += heads.height
        tell(heads.height)
    for sheet in sheets:
        sheet.close()
        done.files.append(str(sheet.path))
    return done


def _lists(setting: Setting) -> Iterator[tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]]:
    """Where lists stand, the lists and their lines, some thousands at a time."""
    after = declarations.FIRST
    while True:
        with setting.connection.transaction():
            standing = declarations.lists_after(setting.connection, after, limit=LISTS_A_BATCH)
            if standing.is_empty():
                return
            heads, lines = declarations.whole_lists(setting.connection, standing.select("order_no", "list_id"))
        after = standing.select("filer_id", "cop_no").row(-1)
        yield standing, heads, lines


# ---- replies --------------------------------------------------------------------------------------------------------

_SAID = (
    "order_no", "cop_no", "waybill_no", "pay_no", "marketplace_code", "seller_code", "agent_code", "carrier_code",
    "pre_no", "invt_no", "statistics_flag", "return_status", "return_time", "return_info", "guid",
)  # fmt: skip


def replies_as_messages(setting: Setting, out: Path, *, tell: Tell) -> Exported:
    """Every reply message as it was written here or taken in."""
    done = Exported()
    for batch in _replies(setting):
        for message in batch:
            code = _CODES.get(message.kind, message.kind)
            (out / f"{code}-{message.id:09d}.xml").write_bytes(message.body)
            done.messages += 1
            done.rows += message.documents
        tell(len(batch))
    return done


def replies_as_sheet(setting: Setting, out: Path, *, tell: Tell) -> Exported:
    """One sheet, a row a reply."""
    done, sheet = Exported(), Sheet(out / "replies.csv")
    sheet.add(pl.DataFrame(schema={"kind": pl.String, "message": pl.Int64, **dict.fromkeys(_SAID, pl.String)}))
    for batch in _replies(setting):
        typed = ceb.validate(ceb.decode([message.body for message in batch]))
        ids = pl.DataFrame({"message_no": range(len(batch)), "message": [message.id for message in batch]})
        for kind, code in _CODES.items():
            heads = typed.heads[kind].join(ids, on="message_no", maintain_order="left")  # type: ignore[index]
            said = (pl.col(n) if n in heads.columns else pl.lit(None, pl.String).alias(n) for n in _SAID)
            sheet.add(heads.select(pl.lit(code).alias("kind"), "message", *said))
            done.rows += heads.height
        tell(len(batch))
    sheet.close()
    done.files.append(str(sheet.path))
    return done


def _replies(setting: Setting) -> Iterator[list[exchange.Written]]:
    after = 0
    while batch := exchange.reply_messages(setting.lookups, after=after, limit=MESSAGES_A_BATCH):
        after = batch[-1].id
        yield batch


# ---- problems -------------------------------------------------------------------------------------------------------

_PROBLEM = {
    "of": pl.String,
    "file": pl.String,
    "message": pl.Int64,
    "document": pl.Int32,
    "order_no": pl.String,
    "cop_no": pl.String,
    "agent_code": pl.String,
    "line": pl.Int32,
    "path": pl.String,
    "value": pl.String,
    "rule": pl.String,
    "en": pl.String,
    "zh": pl.String,
}


def problems_as_sheet(setting: Setting, out: Path, *, tell: Tell) -> Exported:
    """One sheet: a row a fault of a refused document, and a row a finding of a refused list; in both languages."""
    done, sheet = Exported(), Sheet(out / "problems.csv")
    sheet.add(pl.DataFrame(schema=_PROBLEM))
    for rows in (*_faults(setting), *_findings(setting)):
        sheet.add(pl.DataFrame(rows, schema=_PROBLEM, orient="row"))
        done.rows += len(rows)
        tell(len(rows))
    sheet.close()
    done.files.append(str(sheet.path))
    return done


def _faults(setting: Setting) -> Iterator[list[dict[str, object]]]:
    after = (0, 0)
    while found := exchange.faults_after(setting.lookups, after):
        after = (found[-1].message_id, found[-1].fault_no)
        yield [_fault(one) for one in found]


def _fault(one: NamedFault) -> dict[str, object]:
    said = {language: sentence_of(one.rule, one.facts, language) for language in ("en", "zh")}
    return {
        "of": "document", "file": one.name, "message": one.message_id, "document": one.document_no, "path": one.path,
        "value": one.value, "rule": one.rule, **said,
    }  # fmt: skip


def _findings(setting: Setting) -> Iterator[list[dict[str, object]]]:
    @cache
    def rulebook(rulebook_hash: str) -> Rulebook:
        return restore(declarations.rulebook_used(setting.lookups, rulebook_hash))

    after: declarations.Key | None = declarations.FIRST
    while after is not None:
        found, sent_back, after = declarations.refused_after(setting.lookups, after, limit=LISTS_A_BATCH)
        rows = [_finding(row, rulebook(row["rulebook_hash"])) for row in found.iter_rows(named=True)]
        yield rows + [_reply(row) for row in sent_back.iter_rows(named=True)]


def _finding(row: dict[str, object], rulebook: Rulebook) -> dict[str, object]:
    law_date, arrived_at = row["law_date"], row["arrived_at"]
    assert isinstance(law_date, date)
    assert isinstance(arrived_at, datetime)
    figures = rulebook.at(law_date, day_in_china(arrived_at))
    facts = {name: row[name] for name in ("rule", "revision", "field", "gnum", "found", "expected")}
    violation = Violation(**facts, parameters=(), outcome="failed")  # type: ignore[arg-type]
    reviewed = violation.rule in declarations.REVIEW_REASONS
    said = {
        language: declarations.explained_review(violation, language)
        if reviewed
        else explain(violation, rulebook, figures, language)
        for language in ("en", "zh")
    }
    return {
        "of": "list", "order_no": row["order_no"], "cop_no": row["cop_no"], "agent_code": row["agent_code"],
        "line": row["gnum"], "path": row["field"], "value": row["found"], "rule": row["rule"],
        **{language: f"{one.expected} {one.found} {one.do}" for language, one in said.items()},
    }  # fmt: skip


def _reply(row: dict[str, object]) -> dict[str, object]:
    """A list that customs sent back: its own words, in the language in which it said them."""
    return {
        "of": "list", "order_no": row["order_no"], "cop_no": row["cop_no"], "agent_code": row["agent_code"],
        "rule": row["return_status"], "value": row["return_status"], "en": row["return_info"], "zh": row["return_info"],
    }  # fmt: skip
