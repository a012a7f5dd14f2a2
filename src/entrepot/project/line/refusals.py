"""Refusals as a frame: one row a message or document that is well formed and still not taken."""

import json

import polars as pl

REFUSED = {
    "message_no": pl.Int64,
    "document_no": pl.Int32,
    "path": pl.String,
    "value": pl.String,
    "rule": pl.String,
    "facts": pl.String,
}


def none_refused() -> pl.DataFrame:
    """A frame without a refusal."""
    return pl.DataFrame(schema=REFUSED)


def refusal(frame: pl.DataFrame, path: str, value: str, rule: str) -> pl.DataFrame:
    """Refusals of these rows: `value` is the column found wanting."""
    if frame.is_empty():
        return none_refused()
    found = pl.col(value).fill_null("").str.slice(0, 200)
    return frame.select(
        pl.col("message_no"),
        pl.col("document_no").cast(pl.Int32)
        if "document_no" in frame.columns
        else pl.lit(None, pl.Int32).alias("document_no"),
        path=pl.lit(path),
        value=found,
        rule=pl.lit(rule),
        facts=pl.lit('{"number": ') + found.map_elements(json.dumps, return_dtype=pl.String) + pl.lit("}"),
    ).select(list(REFUSED))
