"""The first rows of a file, read as they will be: what they become, and what is wrong with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from entrepot.gateways import ceb
from entrepot.gateways.sheets.documents import read_documents
from entrepot.gateways.sheets.faulty import problems_of_faults
from entrepot.gateways.sheets.goods import read_goods
from entrepot.gateways.sheets.mapping import Mapping
from entrepot.gateways.sheets.order_lines import read_order_lines
from entrepot.gateways.sheets.sentences import UnableToReadSheet
from entrepot.gateways.sheets.table import ROW_NO, Table

MOST_PROBLEMS = 10


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row of the preview."""

    row_no: int
    column: str
    value: str
    said: str


@dataclass(frozen=True)
class Trial:
    """rows: how many were tried; good: how many would be taken as far as the file alone tells; faults: the others'."""

    rows: int
    good: int
    faults: Sequence[Fault]
    refusal: str = ""


def read(table: Table, mapping: Mapping, kind: str, *, language: str, now: datetime) -> Trial:
    """Try the rows of the preview."""
    try:
        found = _problems(table, mapping, kind, now)
    except UnableToReadSheet as error:
        return Trial(table.frame.height, 0, (), error.zh if language == "zh" else error.en)
    faults = [
        Fault(row["row_no"], row["column"] or "", row["value"] or "", row[language])
        for row in found.head(MOST_PROBLEMS).iter_rows(named=True)
    ]
    return Trial(table.frame.height, table.frame.height - found[ROW_NO].n_unique(), faults)


def _problems(table: Table, mapping: Mapping, kind: str, now: datetime) -> pl.DataFrame:
    if kind == "order-lines":
        return read_order_lines(table, mapping, now=now).problems
    if kind == "goods":
        return read_goods(table, mapping=mapping).problems
    documents = read_documents(table, mapping, kind, now=now)
    return problems_of_faults(ceb.validate(documents.decoded).faults, documents)
