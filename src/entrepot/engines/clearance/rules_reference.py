"""Checks against reference editions: codes (F14 to F17) and the measures that bar simplified statistics (E10).

An edition that is not loaded, or covers a part only and lacks the code, makes the answer "not checked", never a pass.
"""

from typing import Final

import polars as pl

from entrepot.engines.clearance.checks import (
    NOTHING,
    Check,
    Checks,
    Over,
    Scene,
    missing_edition,
    rule,
    unknown_code,
    word,
)
from entrepot.engines.clearance.editions import HEADING, MEASURES, UNKNOWN_MEASURE

_HS_DIGITS: Final = 10
_SIMPLIFIED: Final = "A"


def _known(scene: Scene, kind: str, fields: dict[str, Over]) -> Checks:
    edition = scene.references.editions.get(kind)
    if edition is None:
        return (missing_edition(kind, next(iter(fields))),)
    codes = edition.codes
    return tuple(
        unknown_code(
            edition, name, pl.col(name).is_not_null() & ~pl.col(name).is_in(codes.implode()), pl.col(name), over
        )
        for name, over in fields.items()
    )


@rule("F14")
def currencies_are_known(scene: Scene) -> Checks:
    return _known(scene, "currencies", {"currency": "lines", "freight_currency": "heads", "insured_currency": "heads"})


@rule("F15")
def units_are_known(scene: Scene) -> Checks:
    return _known(scene, "units", {"unit": "lines", "unit1": "lines", "unit2": "lines"})


@rule("F16")
def countries_are_known(scene: Scene) -> Checks:
    return _known(scene, "countries", {"country": "heads"})


@rule("F17")
def hs_codes_are_known(scene: Scene) -> Checks:
    edition = scene.references.editions.get("hs_codes")
    if edition is None:
        return (missing_edition("hs_codes", "hs_code"),)
    code = pl.col("hs_code")
    depth = edition.depth
    known = code.str.slice(0, depth).is_in(edition.codes.implode())
    # a simplified declaration gives four true digits and may fill the rest with zeros (message 603, field gcode)
    padded = (pl.col("statistics_flag") == _SIMPLIFIED) & code.str.ends_with("0" * (_HS_DIGITS - HEADING))
    heading = padded & code.str.slice(0, HEADING).is_in(edition.headings.implode())
    return (unknown_code(edition, "hs_code", ~(known | heading), code, "lines"),)


@rule("E10")
def simplified_goods_bear_no_measure(scene: Scene) -> Checks:
    simplified = pl.col("statistics_flag") == _SIMPLIFIED
    licensed = simplified & pl.col("licence_no").str.strip_chars().str.len_bytes().gt(0)
    licence = Check("licence_no", licensed, pl.col("licence_no"), NOTHING)
    edition = scene.references.editions.get("export_measures")
    if edition is None:
        missing = missing_edition("export_measures", "hs_code")
        return (licence, Check(missing.field, simplified, missing.found, missing.expected, outcome="not_checked"))
    code = pl.col("hs_code")
    measures = edition.measures_of(code)
    barred = (
        Check("hs_code", simplified & (measures & bit != 0), code, word(name), over="lines")
        for name, bit in MEASURES.items()
    )
    dark = simplified & (measures.is_null() | (measures & UNKNOWN_MEASURE != 0))
    covered = word(f"covered:{edition.kind}")
    return (licence, *barred, Check("hs_code", dark, code, covered, over="lines", outcome="not_checked"))
