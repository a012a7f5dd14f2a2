"""What may be shown of a person to those who need not know who it is."""

from collections.abc import Mapping, Sequence
from typing import Literal

import polars as pl

Shown = Literal["name", "number", "telephone", "address"]

# How each column that speaks of a person is shown masked. Also the list of columns that lie in clear nowhere.
COLUMNS: Mapping[str, Shown] = {
    **dict.fromkeys(("buyer_name", "payer_name", "consignee"), "name"),
    **dict.fromkeys(("buyer_id_number", "payer_id_number", "buyer_reg_no"), "number"),
    **dict.fromkeys(("buyer_telephone", "payer_telephone", "consignee_telephone"), "telephone"),
    **dict.fromkeys(("consignee_address",), "address"),
}
HIDDEN = "***"
_LAST_DIGITS = 4
_FEWEST_DIGITS = 8
# Up to the county or district (区, 县, 旗), else the city (市), and no digit before it. An autonomous region ends in 区
# too and is passed over; a housing estate (小区, 园区, 社区) is no district.
_REGION = r"(?:[^0-9０-９]{2,6}自治区)?"
_DISTRICT = rf"^({_REGION}[^0-9０-９]{{1,16}}?[区县旗])"
_CITY = rf"^({_REGION}[^0-9０-９]{{1,12}}?市)"
_ESTATES = ("小区", "园区", "社区", "校区")


def mask(values: pl.Series, kind: Shown) -> pl.Series:
    """The texts as they may be shown; null stays null.

    name: its first character; number: first and last character; telephone: the last four digits of eight or more;
    address: as far as the district. Raises ValueError for another kind.
    """
    if kind not in _MASKS:
        raise ValueError(f"expected one of {', '.join(_MASKS)}, found {kind!r}")
    return values.to_frame("v").select(_MASKS[kind](pl.col("v").str.strip_chars()).alias(values.name)).to_series()


def masked(rows: pl.DataFrame, fields: Sequence[str] = ()) -> pl.DataFrame:
    """`rows` with every column that speaks of a person masked; of `fields` those without a mask hidden as a whole."""
    known = (mask(rows[column], COLUMNS[column]) for column in rows.columns if column in COLUMNS)
    others = (field for field in fields if field not in COLUMNS)
    hidden = (pl.when(pl.col(field).is_not_null()).then(pl.lit(HIDDEN)).alias(field) for field in others)
    return rows.with_columns(*known, *hidden)


def _stars(count: pl.Expr) -> pl.Expr:
    return pl.lit("*").repeat_by(count.clip(0, 64)).list.join("")


def _name(text: pl.Expr) -> pl.Expr:
    return text.str.slice(0, 1) + _stars(text.str.len_chars().cast(pl.Int64) - 1)


def _number(text: pl.Expr) -> pl.Expr:
    length = text.str.len_chars().cast(pl.Int64)
    whole = text.str.slice(0, 1) + _stars(length - 2) + text.str.slice(-1)
    return pl.when(length > 2).then(whole).otherwise(_stars(length))


def _telephone(text: pl.Expr) -> pl.Expr:
    length = text.str.len_chars().cast(pl.Int64)
    return (
        pl.when(length >= _FEWEST_DIGITS)
        .then(_stars(length - _LAST_DIGITS) + text.str.slice(-_LAST_DIGITS))
        .otherwise(_stars(length))
    )


def _address(text: pl.Expr) -> pl.Expr:
    district, city = text.str.extract(_DISTRICT), text.str.extract(_CITY)
    estate = pl.any_horizontal(district.str.ends_with(word) for word in _ESTATES)
    kept = pl.when(estate).then(city).otherwise(pl.coalesce(district, city))
    return pl.when(text.is_not_null()).then(kept.fill_null("") + pl.lit(HIDDEN))


_MASKS = {"name": _name, "number": _number, "telephone": _telephone, "address": _address}
