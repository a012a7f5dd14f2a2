"""What cells say, in the form in which the interface has it; what is not understood stays as it stands."""

import polars as pl

from entrepot.gateways.sheets.cells import moment
from entrepot.gateways.sheets.fields import Wanted, fields_of
from entrepot.gateways.sheets.mapping import Form, Mapping
from entrepot.gateways.sheets.naming import as_codes
from entrepot.gateways.sheets.numbers import plain

_CHINA = "Asia/Shanghai"
_AS_THE_INTERFACE = {"time": "%Y%m%d%H%M%S", "date": "%Y%m%d"}
_DIGITS = {"time": r"^[0-9]{14}$", "date": r"^[0-9]{8}$"}


def in_form(texts: pl.DataFrame, mapping: Mapping, kind: str) -> list[pl.Series]:
    """The columns whose cells are numbers, times, days or customs codes, of a frame with a column for each field."""
    return [
        found
        for wanted in fields_of(kind).values()
        if (found := _read(texts[wanted.name], wanted, mapping)) is not None
    ]


def _read(texts: pl.Series, wanted: Wanted, mapping: Mapping) -> pl.Series | None:
    if texts.null_count() == texts.len():
        return None
    if wanted.form in ("number", "whole"):
        read = _number(texts, mapping.form, whole=wanted.form == "whole")
    elif wanted.form in _AS_THE_INTERFACE:
        read = _time(texts, mapping.form, wanted.form)
    elif wanted.form == "customs-code":
        read = as_codes(wanted.name, texts, mapping.codes.get(wanted.name))
    else:
        return None
    return pl.select(pl.coalesce(read, texts).alias(wanted.name)).to_series()


def _number(texts: pl.Series, form: Form, *, whole: bool) -> pl.Series:
    """Zeros after the fifth place, or of a whole number after the point, change nothing and go."""
    number = plain(texts, form)
    if whole:
        return number.str.replace(r"^([0-9]+)\.0+$", "$1")
    return number.str.replace(r"(\.[0-9]{5})0+$", "$1")


def _time(texts: pl.Series, form: Form, wanted: str) -> pl.Series:
    """In China time, where the interface's clock stands; a day without a time stays that day."""
    frame = texts.to_frame("text")
    there = moment(pl.col("text"), form).dt.convert_time_zone(form.time_zone if wanted == "date" else _CHINA)
    already = pl.col("text").str.contains(_DIGITS[wanted])
    read = pl.when(already).then("text").otherwise(there.dt.strftime(_AS_THE_INTERFACE[wanted]))
    return frame.select(read.alias("read"))["read"]
