"""Values of a sheet's columns, as many as a guess needs."""

from functools import cached_property

import polars as pl

from entrepot.gateways.sheets.table import Table

_ROWS = 20_000  # looked at for forms of numbers and times
_SHOWN, _DISTINCT = 3, 2_000


class Samples:
    """The columns of a sheet by header, trimmed, empty cells null."""

    def __init__(self, table: Table, headers: list[str]) -> None:
        self.table = table
        self.headers = headers
        self._first: dict[str, list[str]] = {}

    def column(self, header: str) -> pl.Expr:
        """The cells of a column."""
        text = pl.col(self.table.column(header)).str.strip_chars()
        return pl.when(text != "").then(text)

    @cached_property
    def _head(self) -> pl.DataFrame:
        return self.table.frame.head(_ROWS)

    def values(self, header: str) -> list[str]:
        """Different values of the first rows, in their order."""
        if header not in self._first:
            found = self._head.select(self.column(header).alias("value"))["value"].drop_nulls()
            self._first[header] = found.unique(maintain_order=True).to_list()
        return self._first[header]

    def first(self, header: str) -> tuple[str, ...]:
        """The values that are shown beside a header."""
        return tuple(self.values(header)[:_SHOWN])

    def distinct(self, header: str) -> list[str]:
        """Different values of all rows, at most so many as can be names."""
        found = self.table.frame.select(self.column(header).alias("value"))["value"].drop_nulls()
        return found.unique(maintain_order=True).head(_DISTINCT).to_list()

    def repeats(self, header: str) -> bool:
        """Whether a value stands in more than one row."""
        found = self.table.frame.select(self.column(header).alias("value"))["value"].drop_nulls()
        return found.n_unique() < found.len()
