"""Judge the lists that arrivals concern: verdict, findings and work row in the caller's transaction.

The order of steps is what makes it right (docs/decisions/0004): hold the gate with other judges, take arrivals, lock
work rows in key order, and only then read the documents, in statements of their own, each with a fresh snapshot.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl
import psycopg
from psycopg.types.json import Jsonb

from entrepot.engines import retail_import
from entrepot.engines.clearance import References, Verdicts, judge
from entrepot.engines.clearance.frames import FINDINGS, VERDICTS
from entrepot.modules.declarations.operations import reading
from entrepot.modules.declarations.operations.judging_import import JudgedImports, Ways, judge_imports, write_tax
from entrepot.modules.declarations.operations.tallying import Looked, tally
from entrepot.rulebook import Figures, Rulebook, load
from entrepot.store.copying import copy_in
from entrepot.store.gate import hold_together
from entrepot.store.staging import stage

# verdict of the engine → (verdict, state, return status) by station. Lanes turn a pass into 300 or 500 where customs
# decides. Status codes: reply table of the interface, edition 202205 (100 sent back, 300 manual review,
# 500 inspection, 800 released).
_DECIDED_AS = {
    ("pass", "green"): ("released", "released", "800"),
    ("pass", "yellow"): ("held", "held", "300"),
    ("pass", "red"): ("held", "held", "500"),
    ("fail", ""): ("refused", "refused", "100"),
    ("not_checked", ""): ("held", "held", "300"),
}
_PRECHECKED_AS = {
    ("pass", ""): ("ready", "ready", ""),
    ("fail", ""): ("would_be_refused", "refused", ""),
    ("not_checked", ""): ("not_checked", "not_checked", ""),
}


@dataclass(frozen=True)
class Desk:
    """Who judges with what: one a station and day."""

    station: str  # practice | deciding | filing
    by_id: int
    rulebook: Rulebook
    references: References
    seed: bytes | None  # of the day, for selection; a filing station draws no lanes
    import_rulebook: Rulebook = field(default_factory=lambda: load(retail_import.REGIME))

    @property
    def decides(self) -> bool:
        """Customs decides; a filing station pre-checks."""
        return self.station != "filing"


@dataclass(frozen=True)
class Judged:
    """What one pass did. `decided`: a row a list with verdict, with all that a reply needs; `waiting`: list_id."""

    arrivals: int
    decided: pl.DataFrame
    findings: pl.DataFrame
    waiting: int


def judge_arrivals(
    connection: psycopg.Connection,
    desk: Desk,
    *,
    now: datetime,
    limit: int = 4,
    accounts: psycopg.Connection | None = None,
) -> Judged:
    """Take up to `limit` arrival rows and judge every list they concern, each by its regime. The caller commits.

    accounts: an autocommit connection on which new accounts of persons are opened, so that nobody waits for them.
    """
    hold_together(connection)
    arrivals = reading.take_arrivals(connection, limit=limit)
    if arrivals:
        reading.lock_touched(connection)
        read = reading.read_sets(connection, desk.station)
        if read.lists.height:
            verdicts = judge(read.batch(), desk.rulebook, desk.references, now, desk.seed)
            ways = Ways(desk.station, desk.import_rulebook, desk.references, desk.seed, accounts)
            imports = judge_imports(connection, read.lists, ways, now=now)
            if imports is None:
                return _write(connection, desk, read.lists, verdicts, None, arrivals=arrivals, now=now)
            lists, both = _together(read.lists, verdicts, imports)
            return _write(connection, desk, lists, both, imports, arrivals=arrivals, now=now)
    return Judged(arrivals, pl.DataFrame(), pl.DataFrame(), 0)


def _together(lists: pl.DataFrame, exports: Verdicts, imports: JudgedImports) -> tuple[pl.DataFrame, Verdicts]:
    """The lists with what came for them, and one answer for both regimes; the payment of an import is its slip."""
    paid = pl.concat_list("payment_id").list.drop_nulls()
    own = imports.answer.verdicts.with_columns(
        slip_ids=paid, figures_no=(pl.col("figures_no") + len(exports.figures)).cast(pl.Int32)
    )
    rows = pl.concat([lists.filter(~reading.IS_IMPORT), imports.lists.select(lists.columns)])
    return rows, Verdicts(
        pl.concat([exports.verdicts.select(list(VERDICTS)), own.select(list(VERDICTS))]),
        pl.concat([exports.findings.select(list(FINDINGS)), imports.answer.findings.select(list(FINDINGS))]),
        (*exports.figures, *imports.answer.figures),
    )


def _write(
    connection: psycopg.Connection,
    desk: Desk,
    lists: pl.DataFrame,
    verdicts: Verdicts,
    imports: JudgedImports | None,
    *,
    arrivals: int,
    now: datetime,
) -> Judged:
    met = lists.join(verdicts.verdicts, on="list_id", maintain_order="left")
    waiting = met.filter(pl.col("verdict") == "wait")
    decided = _named(met.filter(pl.col("verdict") != "wait"), desk).with_columns(pl.col("decision_no") + 1)
    findings = verdicts.findings
    if decided.height:
        basis = [_basis(connection, desk, figures, now) for figures in verdicts.figures]
        _write_decisions(connection, desk, decided, basis, now)
        if imports is not None:
            write_tax(connection, imports, decided)
        findings = _write_findings(connection, decided, findings)
    _write_work(connection, decided, waiting, now)
    arrived = met.filter(pl.col("old_state") == "due").height
    tally(connection, Looked(arrived, waiting.height, decided, _failed(findings)), by_id=desk.by_id, now=now)
    return Judged(arrivals, decided, findings, waiting.height)


def _failed(findings: pl.DataFrame) -> pl.DataFrame:
    """list_id and rule of what spoke against lists."""
    if findings.is_empty():
        return pl.DataFrame(schema={"list_id": pl.Int64, "rule": pl.String})
    return findings.filter(pl.col("outcome") == "failed").select("list_id", "rule")


def _named(judged: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    """The verdict in the station's words, with state and official status."""
    words = _DECIDED_AS if desk.decides else _PRECHECKED_AS
    table = pl.DataFrame(
        [(*key, *value) for key, value in words.items()],
        schema=["verdict", "lane_key", "word", "state", "return_status"],
        orient="row",
    )
    drawn = (pl.col("verdict") == "pass") & pl.lit(desk.decides)
    keyed = judged.with_columns(lane_key=pl.when(drawn).then("lane").otherwise(pl.lit("")))
    return keyed.join(table, on=["verdict", "lane_key"], how="left", maintain_order="left").drop("lane_key")


def _write_decisions(
    connection: psycopg.Connection, desk: Desk, decided: pl.DataFrame, basis: Sequence[int], now: datetime
) -> None:
    numbers = pl.DataFrame({"figures_no": range(len(basis)), "basis_id": basis}).cast(
        {"figures_no": pl.Int32, "basis_id": pl.Int64}
    )
    rows = decided.join(numbers, on="figures_no", how="left").select(
        "order_no",
        "list_id",
        "decision_no",
        kind=pl.lit("decision" if desk.decides else "precheck"),
        verdict="word",
        lane="lane",
        return_status="return_status",
        order_id="order_id",
        waybill_id="waybill_id",
        slip_ids="slip_ids",
        law_date="law_date",
        basis_id="basis_id",
        by_id=pl.lit(desk.by_id),
        at=pl.lit(now).cast(pl.Datetime("us", "UTC")),
        audience="audience",
        practice=pl.lit(desk.station == "practice"),
    )
    copy_in(connection, "declarations_decision", rows)


def _write_findings(connection: psycopg.Connection, decided: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    if findings.is_empty():
        return findings
    rows = findings.join(decided.select("list_id", "order_no", "decision_no"), on="list_id", maintain_order="left")
    numbered = rows.with_columns(finding_no=pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("list_id"))
    copy_in(
        connection,
        "declarations_finding",
        numbered.select(
            "order_no",
            "list_id",
            "decision_no",
            "finding_no",
            "rule",
            "revision",
            "outcome",
            "gnum",
            "field",
            "found",
            "expected",
            "parameters",
        ),
    )
    return numbered


def _write_work(connection: psycopg.Connection, decided: pl.DataFrame, waiting: pl.DataFrame, now: datetime) -> None:
    key = ("filer_id", "cop_no")
    rows = pl.concat(
        [
            decided.select(*key, "state", "decision_no", waiting_for=pl.lit("{}")),
            waiting.select(
                *key,
                state=pl.lit("waiting"),
                decision_no="decision_no",
                waiting_for=pl.lit("{") + pl.col("waiting_for").list.join(",") + pl.lit("}"),
            ),
        ]
    )
    columns = {
        "filer_id": "bigint",
        "cop_no": 'text COLLATE "C"',
        "state": "text",
        "decision_no": "integer",
        "waiting_for": "text[]",
    }
    stage(connection, "declarations_work_judged", columns, rows)
    connection.execute(
        """
        UPDATE declarations_work w
           SET state = j.state, decision_no = j.decision_no, waiting_for = j.waiting_for, changed_at = %s
          FROM declarations_work_judged j WHERE w.filer_id = j.filer_id AND w.cop_no = j.cop_no
        """,
        (now,),
    )


def _rulebook_of(desk: Desk, figures: Figures) -> Rulebook:
    return desk.rulebook if figures.rulebook_hash == desk.rulebook.hash else desk.import_rulebook


def _basis(connection: psycopg.Connection, desk: Desk, figures: Figures, now: datetime) -> int:
    """The id under which these figures, with rulebook and editions, are kept; stored whole at first use."""
    facts = figures.facts()
    editions = {
        kind: {"edition": each.edition, "source": each.source, "hash": each.hash, "complete": each.complete}
        for kind, each in sorted(desk.references.editions.items())
    }
    text = json.dumps([figures.rulebook_hash, str(figures.law), facts, editions], sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).digest()
    known = "SELECT id FROM declarations_basis WHERE hash = %s"
    row = connection.execute(known, (digest,)).fetchone()
    if row is None:
        connection.execute(
            "INSERT INTO declarations_rulebook (hash, first_used, content) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            (figures.rulebook_hash, now, Jsonb(_rulebook_of(desk, figures).content)),
        )
        connection.execute(
            """
            INSERT INTO declarations_basis (hash, rulebook_hash, law_from, law_until, figures, editions)
            VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (hash) DO NOTHING
            """,
            (digest, figures.rulebook_hash, figures.law.start, figures.law.end, Jsonb(facts), Jsonb(editions)),
        )
        row = connection.execute(known, (digest,)).fetchone()
    if row is None:
        raise LookupError(
            "the basis of a decision was stored but cannot be read: is the isolation level not READ COMMITTED?"
        )
    return int(row[0])
