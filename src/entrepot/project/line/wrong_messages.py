"""Messages that are well formed and still not for here: of another kind, or of practice in a station that is not."""

import json
from collections.abc import Collection

import polars as pl

_COLUMNS = ("message_no", "document_no", "path", "value", "rule", "facts")


def barred(messages: pl.DataFrame, *, kinds: Collection[str], practice_too: bool) -> pl.DataFrame:
    """A fault for each decoded message that is refused as a whole: _COLUMNS."""
    read = messages.filter(~pl.col("refused"))
    others = _refused(read.filter(~pl.col("kind").is_in(list(kinds))), "kind", "line.not_a_reply")
    marked = read.filter(pl.col("practice") & pl.lit(not practice_too))
    practice = _refused(marked.with_columns(mark=pl.lit("PRACTICE · 练习")), "mark", "line.practice")
    return pl.concat([others, practice]).unique("message_no", keep="first", maintain_order=True)


def _refused(messages: pl.DataFrame, value: str, rule: str) -> pl.DataFrame:
    found = pl.col(value).fill_null("")
    return messages.select(
        pl.col("message_no"),
        pl.lit(None, pl.Int32).alias("document_no"),
        path=pl.lit("/"),
        value=found,
        rule=pl.lit(rule),
        facts=pl.lit('{"number": ') + found.map_elements(json.dumps, return_dtype=pl.String) + pl.lit("}"),
    ).select(_COLUMNS)
