"""Faults of documents, back to the rows and columns of the sheet from which the documents came."""

import json
import re
from collections.abc import Callable, Mapping

import polars as pl

from entrepot.gateways import ceb
from entrepot.gateways.ceb.tables import BY_ROOT, MESSAGES
from entrepot.gateways.sheets import problems as sheet_problems
from entrepot.gateways.sheets.documents import Documents
from entrepot.gateways.sheets.fields import DOCUMENTS, fields_of
from entrepot.gateways.sheets.table import ROW_NO

Say = Callable[[str, Mapping[str, object], str], str]
_PATH = re.compile(r"/(\w+)/\w+\[(\d+)\](?:/(\w+)(?:\[(\d+)\])?)?(?:/(\w+))?")


def in_words_of_messages(rule: str, facts: Mapping[str, object], language: str) -> str:
    """The sentence of a fault that the field tables found."""
    return ceb.sentence(rule, facts, "zh" if language == "zh" else "en")


def problems_of_faults(faults: pl.DataFrame, documents: Documents, say: Say = in_words_of_messages) -> pl.DataFrame:
    """problems.SCHEMA for faults (message_no, document_no, path, value, rule, facts) of the documents of a sheet.

    Each fault is told at its row (the first of the document where it means the head) with the header of its column;
    `say` gives the sentence of a rule. The other rows of a document with a fault are held back, and say so.
    """
    rows = {(number, line): row_no for row_no, _, number, line in documents.rows.drop_nulls("document_no").iter_rows()}
    told = []
    for number, path, value, rule, facts in faults.select("document_no", "path", "value", "rule", "facts").iter_rows():
        name, line = _field_of(path, documents.kind)
        row_no = rows.get((number, line or 1)) or rows.get((number, 1))
        if row_no is None:
            continue
        header = documents.mapping.columns.get(name or "")
        said = json.loads(facts)
        en, zh = say(rule, said, "en"), say(rule, said, "zh")
        if header is None and (wanted := fields_of(documents.kind).get(name or "")):  # no column of the sheet has it
            en, zh = f"{wanted.en[:1].upper()}{wanted.en[1:]}: {en}", f"{wanted.zh}：{zh}"
        told.append((row_no, header, value, rule, en, zh))
    found = pl.DataFrame(told, schema=sheet_problems.SCHEMA, orient="row")
    return pl.concat([found, _held_back(found, documents)]).sort(ROW_NO, maintain_order=True)


def _field_of(path: str, kind: str) -> tuple[str | None, int | None]:
    """The field of the sheet and the line that a path in a message means."""
    inside = _PATH.fullmatch(path)
    message = MESSAGES[DOCUMENTS[kind]]
    if inside is None or BY_ROOT.get(inside[1]) is not message:
        return None, None
    line = int(inside[4]) if inside[4] else None
    section = message.line if line is not None and message.line is not None else message.head
    element = inside[5] or (inside[3] if inside[3] != message.head.element else None)
    column = next((field.column for field in section.fields if field.element == element), None)
    part = "line" if line is not None else "head"
    for name, wanted in fields_of(kind).items():
        if wanted.column == column and (wanted.part == part or column not in fields_of(kind)):
            return name, line
    return column if column in fields_of(kind) else None, line


def _held_back(found: pl.DataFrame, documents: Documents) -> pl.DataFrame:
    """The other rows of documents with a fault."""
    rows = documents.rows.drop_nulls("document_no")
    bad = rows.join(found.select(ROW_NO).unique(), on=ROW_NO, how="semi")
    first = bad.group_by("document_no").agg(first_row=pl.col(ROW_NO).min())
    others = rows.join(first, on="document_no").join(bad, on=ROW_NO, how="anti").sort(ROW_NO)
    nothing = pl.lit(None, dtype=pl.String)
    return sheet_problems.problems(
        others.select(ROW_NO, "first_row", column=nothing, found=nothing, number="document_no"), "document_held_back"
    )
