"""The second pass: what passed lists want of the ledgers, and what a refusal of the ledgers means for them.

A list that passed by itself is let in only when two accounts hold for it at once: of its buyer's year the dutiable
value, of its guarantor the tax. Who reserves asks both together, in the order (arrived_at, list_id).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import polars as pl

from entrepot.engines.clearance.checks import amount
from entrepot.engines.clearance.findings import together
from entrepot.engines.clearance.frames import EXACT, FINDINGS, check_frame, empty
from entrepot.engines.retail_import.frames import REFUSED, WISHES, Batch, Verdicts
from entrepot.rulebook import Rulebook

UNIT: Final = "CNY"
# kind of account → rule that fails when it refuses, and the field its finding is about
_RULES: Final[Mapping[str, tuple[str, str]]] = {
    "person_year": ("M15", "year_value"),
    "guarantee": ("M19", "tax"),
}


def wishes(batch: Batch, answer: Verdicts, rulebook: Rulebook) -> pl.DataFrame:
    """WISHES of the lists of `batch` that passed in `answer`, in the order of service; one row an account.

    The year is that of the list's day of submission in the rulebook's time zone. A rule that is switched off wishes
    nothing, and nobody wishes an amount of zero.
    """
    limits = [
        figures.exact("year_limit") if figures.lapse("year_limit") is None else None for figures in answer.figures
    ]
    of_figures = pl.DataFrame(
        {"figures_no": range(len(limits)), "limit": limits}, schema={"figures_no": pl.Int32, "limit": EXACT}
    )
    passed = (
        answer.verdicts.filter(pl.col("verdict") == "pass")
        .join(of_figures, on="figures_no", how="left")
        .join(batch.lists.select("list_id", "person_hash", "assure_code", "arrived_at"), on="list_id", how="left")
        .with_columns(unit=pl.lit(UNIT))
    )
    year = pl.concat_str("person_hash", pl.col("law_date").dt.year().cast(pl.String), separator=":")
    of_kind = {
        "person_year": passed.with_columns(key=year, amount="dutiable_value"),
        "guarantee": passed.with_columns(key="assure_code", amount="tax", limit=pl.lit(None, dtype=EXACT)),
    }
    rows = [
        wanted.filter(pl.col("amount") > 0).with_columns(kind=pl.lit(kind)).select(*WISHES)
        for kind, wanted in of_kind.items()
        if rulebook.rules[_RULES[kind][0]].on
    ]
    return pl.concat([empty(WISHES), *rows]).sort("arrived_at", "list_id", "kind")


def refused(answer: Verdicts, wanted: pl.DataFrame, refusals: pl.DataFrame, rulebook: Rulebook) -> Verdicts:
    """The answer with the lists that the ledgers refused: fail, no lane, and a finding under M15 or M19.

    wanted: WISHES; refusals: REFUSED. Of the year the finding says what it would have come to and the limit; of the
    guarantee the tax and what is free. Raises NotTheFrame, and ValueError for a refusal of what nobody wished.
    """
    check_frame("refusals", refusals, REFUSED, frozenset())
    if refusals.is_empty():
        return answer
    met = refusals.join(wanted, on=["list_id", "kind"], how="left")
    if met["amount"].null_count():
        strange = met.filter(pl.col("amount").is_null()).row(0, named=True)
        raise ValueError(
            f"expected refusals of wishes only, found list {strange['list_id']} that wished no {strange['kind']}"
        )
    year = pl.col("kind") == "person_year"
    found = met.select(
        "list_id",
        rule=pl.col("kind").replace_strict({kind: rule for kind, (rule, _) in _RULES.items()}),
        outcome=pl.lit("failed"),
        gnum=pl.lit(None, dtype=FINDINGS["gnum"]),
        field=pl.col("kind").replace_strict({kind: field for kind, (_, field) in _RULES.items()}),
        found=amount(pl.when(year).then(pl.col("limit") - pl.col("free") + pl.col("amount")).otherwise("amount")),
        expected=amount(pl.when(year).then("limit").otherwise("free")),
    )
    told = together([answer.findings.select(found.columns), found], rulebook)
    failed = pl.col("list_id").is_in(met["list_id"].implode())
    return replace(
        answer,
        verdicts=answer.verdicts.with_columns(
            verdict=pl.when(failed).then(pl.lit("fail")).otherwise("verdict"),
            lane=pl.when(failed).then(pl.lit("")).otherwise("lane"),
        ),
        findings=told,
    )
