"""Limits, goods, guarantee, signature and tax of a list (M15, M16, M19, M20, T01).

What a list looks like by itself. The year of a person and the balance of a guarantee are the ledgers': see `wishing`.
"""

from typing import Final

import polars as pl

from entrepot.engines.clearance.checks import (
    NOTHING,
    Check,
    Checks,
    Scene,
    amount,
    beyond_tolerance,
    missing_edition,
    unknown_code,
    word,
)
from entrepot.engines.clearance.editions import Edition
from entrepot.engines.retail_import.rules_match import rule

_LISTED: Final = 8  # digits of a code on the positive list


@rule("M15")
def value_is_within_the_limit_of_one_transaction(scene: Scene) -> Checks:
    """A single indivisible item may be above it: then it is taxed in full and counts toward the year all the same."""
    limit = scene.figures.exact("single_limit")
    value = pl.col("dutiable_value")
    # the year is reserved of a ledger when the list has passed
    above = pl.col("above_limit") & ~pl.col("single_item")
    return (Check("dutiable_value", above, amount(value), word(f"{limit:f}")),)


@rule("M16")
def goods_are_on_the_positive_list_and_in_the_tariff(scene: Scene) -> Checks:
    return (*_in_tariff(scene.references.editions.get("hs_codes")), *_listed(scene))


def _in_tariff(edition: Edition | None) -> Checks:
    if edition is None:
        return (missing_edition("hs_codes", "hs_code"),)
    code = pl.col("hs_code")
    known = code.str.slice(0, edition.depth).is_in(edition.codes.implode())
    return (unknown_code(edition, "hs_code", ~known, code, "lines"),)


def _listed(scene: Scene) -> Checks:
    edition = scene.references.editions.get("positive_list")
    if edition is None:
        return (missing_edition("positive_list", "positive_list"),)
    code, day = pl.col("hs_code"), pl.col("law_date")
    rows = edition.rows.unique("code", keep="first", maintain_order=True)
    begins, ends = (
        code.str.slice(0, _LISTED).replace_strict(rows["code"], rows[name], default=None, return_dtype=pl.Date)
        for name in ("from", "until")
    )
    outside = Check("positive_list", (day < begins) | (day >= ends), code, word(edition.edition), over="lines")
    return (outside, unknown_code(edition, "positive_list", begins.is_null(), code, "lines"), *_notes(rows))


def _notes(rows: pl.DataFrame) -> Checks:
    """Notes are words: so many kilograms a person and year, goods left out. Nobody passes by one that was not read."""
    noted = rows.filter(pl.col("note").fill_null("").str.strip_chars() != "")
    if noted.is_empty():
        return ()
    code = pl.col("hs_code").str.slice(0, _LISTED)
    note = code.replace_strict(noted["code"], noted["note"], default=None, return_dtype=pl.String)
    expected = word("noted:positive_list")
    return (Check("positive_list", note.is_not_null(), note, expected, over="lines", outcome="not_checked"),)


def _computable(scene: Scene) -> Checks:
    """Whether the tax could be computed; a tax that could not is never zero."""
    edition = scene.references.editions.get("import_rates")
    if edition is None:
        return (missing_edition("import_rates", "tax"),)
    covered = word(f"covered:{edition.kind}")
    return (Check("tax", ~pl.col("rated"), pl.col("hs_code"), covered, over="lines", outcome="not_checked"),)


@rule("M19")
def guarantee_covers_the_tax(scene: Scene) -> Checks:
    """The balance is reserved of a ledger when the list has passed; here it is only asked whether the tax is known."""
    return _computable(scene)


@rule("M20")
def signature_is_valid(_: Scene) -> Checks:
    signed = pl.col("signature_valid")
    why = pl.when(signed.is_null()).then(pl.lit("unsigned")).otherwise(pl.lit("wrong"))
    return (Check("signature", ~signed.fill_null(value=False), why, NOTHING),)


@rule("T01")
def tax_withheld_is_the_tax_due(scene: Scene) -> Checks:
    withheld, due = pl.col("order_tax_total"), pl.col("tax")
    differs = beyond_tolerance(withheld, due, scene.figures.exact("amount_tolerance"))
    return (Check("tax_total", pl.col("order_own") & differs, amount(withheld), amount(due)), *_computable(scene))
