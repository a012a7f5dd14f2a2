from datetime import datetime
from typing import Final

import polars as pl

from entrepot.engines.clearance import rules_form as of_export
from entrepot.engines.clearance import rules_reference, selection
from entrepot.engines.clearance.checks import PREDICATES as EXPORT
from entrepot.engines.clearance.checks import Predicate
from entrepot.engines.clearance.editions import References
from entrepot.engines.clearance.frames import FINDINGS, empty
from entrepot.engines.clearance.judging import (
    SELECTION,
    Asked,
    Regime,
    Unjudgeable,
    check_time,
    in_the_order_of,
    judge_parts,
)
from entrepot.engines.clearance.parts import parts_of
from entrepot.engines.retail_import import rules_form, rules_law, rules_match
from entrepot.engines.retail_import.frames import AMOUNTS, VERDICTS, Batch, Verdicts
from entrepot.engines.retail_import.returning import CHECKS as OF_RETURNS
from entrepot.engines.retail_import.taxing import with_tax
from entrepot.engines.retail_import.wide import widen
from entrepot.rulebook import Figures, Rulebook

REGIME: Final = "cn/import_9610"
# Imported for their rules: each module registers its own.
RULE_MODULES: Final = (of_export, rules_reference, selection, rules_match, rules_law, rules_form)
# Rules that look at columns which import has too; their texts stand once, in the rulebook of export (shared.yaml).
SHARED: Final = (
    "F01", "F02", "F03", "F04", "F05", "F06", "F07", "F08", "F09", "F10", "F15", "F16", "F18", "F19", SELECTION,
)  # fmt: skip
PREDICATES: Final[dict[str, Predicate]] = {**{code: EXPORT[code] for code in SHARED}, **rules_match.PREDICATES}
_SIGNATURE: Final = "M20"  # a list that is only pre-checked is not signed yet
_NO_SLIPS: Final = pl.lit([], dtype=pl.List(pl.Int64)).alias("slip_ids")


def _carried(_: Figures) -> list[pl.Expr]:
    return [_NO_SLIPS, *(pl.col(name) for name in ("payment_id", "dutiable_value", "tax", "single_item"))]


IMPORT: Final = Regime(
    PREDICATES,
    awaited=("order", "payment", "waybill"),
    carried=_carried,
    deciding=frozenset({SELECTION, _SIGNATURE}),
    elsewhere=frozenset(OF_RETURNS),
)


def judge(
    batch: Batch, rulebook: Rulebook, references: References, now: datetime, seed: bytes | None = None
) -> Verdicts:
    """The verdict on every list of `batch` by itself, with its findings, its tax and the figures used. Pure.

    now, seed and verdicts: as `entrepot.engines.clearance.judge`; without a seed neither lanes nor signatures are
    looked at. A list that passes here is let in only when the ledgers hold what `wishes` asks for it.
    Raises Unjudgeable.
    """
    check_time(now)
    if rulebook.regime != REGIME:
        raise Unjudgeable(f"expected the rulebook of {REGIME}, found that of {rulebook.regime}")
    if batch.lists.is_empty():
        return Verdicts(empty(VERDICTS), empty(FINDINGS), empty(AMOUNTS), ())
    wide = widen(batch, rulebook.time_zone)
    taxed = [with_tax(part, references) for part in parts_of(wide.heads, wide.lines, rulebook)]
    parts = [part for part, _ in taxed]
    verdicts, findings = judge_parts(parts, IMPORT, Asked(rulebook, references, now, seed))
    return Verdicts(
        in_the_order_of(batch.lists, verdicts),
        findings,
        pl.concat([amounts for _, amounts in taxed]).sort("list_id", "gnum", "tax"),
        tuple(part.figures for part in parts),
    )
