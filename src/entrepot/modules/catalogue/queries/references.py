"""Reference editions in force on a day, for the engine and for pages."""

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
import psycopg

from entrepot.engines.clearance import Edition, References
from entrepot.store.copying import copy_out

# The latest edition of each kind whose first day is not after the day asked for; of two from one day the later loaded.
_IN_FORCE = """
    SELECT DISTINCT ON (kind) id, kind, edition, source, covers, encode(hash, 'hex'), loaded_at, valid_from, check_by,
           entries, practice
      FROM catalogue_reference_edition WHERE valid_from <= %s ORDER BY kind, valid_from DESC, id DESC"""
_ENGINE_KINDS = ("units", "currencies", "countries", "hs_codes", "export_measures")


@dataclass(frozen=True)
class EditionInForce:
    """One edition. covers: '' for the whole table; hash: hexadecimal SHA-256 of its file."""

    id: int
    kind: str
    edition: str
    source: str
    covers: str
    hash: str
    loaded_at: datetime
    valid_from: date
    check_by: date | None
    entries: int
    practice: bool

    def is_overdue(self, day: date) -> bool:
        """Whether somebody should have looked for a newer edition by then."""
        return self.check_by is not None and day > self.check_by


def editions(connection: psycopg.Connection, on_day: date) -> dict[str, EditionInForce]:
    """The editions in force, by kind."""
    return {str(row[1]): EditionInForce(*row) for row in connection.execute(_IN_FORCE, (on_day,)).fetchall()}


def references(connection: psycopg.Connection, on_day: date) -> References:
    """What the clearance engine looks codes up in. A kind without an edition is absent: its checks say not checked.

    An edition past its check_by is absent too: an old table must not refuse or pass what a new one would not.
    """
    in_force = editions(connection, on_day)
    usable = [edition for kind, edition in in_force.items() if kind in _ENGINE_KINDS and not edition.is_overdue(on_day)]
    return References({edition.kind: _for_engine(connection, edition) for edition in usable})


def entries(connection: psycopg.Connection, edition_id: int) -> pl.DataFrame:
    """code, name_zh, name_en, attributes (JSON text) of one edition, by code."""
    schema = {"code": pl.String(), "name_zh": pl.String(), "name_en": pl.String(), "attributes": pl.String()}
    query = (
        "SELECT code, name_zh, name_en, attributes FROM catalogue_reference_entry WHERE edition_id = %s ORDER BY code"
    )
    return copy_out(connection, query, schema, (edition_id,))


def second_units(connection: psycopg.Connection, on_day: date) -> pl.DataFrame:
    """code, unit1, unit2 of the HS edition in force; no rows without one."""
    schema = {"code": pl.String(), "unit1": pl.String(), "unit2": pl.String()}
    edition = editions(connection, on_day).get("hs_codes")
    query = """SELECT code, attributes ->> 'unit1', attributes ->> 'unit2'
                 FROM catalogue_reference_entry WHERE edition_id = %s ORDER BY code"""
    return copy_out(connection, query, schema, (0 if edition is None else edition.id,))


def _for_engine(connection: psycopg.Connection, edition: EditionInForce) -> Edition:
    if edition.kind == "export_measures":
        schema = {"prefix": pl.String(), "licence": pl.Boolean(), "export_duty": pl.Boolean(), "refund": pl.Boolean()}
        query = """SELECT code, (attributes ->> 'licence')::boolean, (attributes ->> 'export_duty')::boolean,
                          (attributes ->> 'refund')::boolean
                     FROM catalogue_reference_entry WHERE edition_id = %s ORDER BY code"""
    else:
        schema = {"code": pl.String()}
        query = "SELECT code FROM catalogue_reference_entry WHERE edition_id = %s ORDER BY code"
    rows = copy_out(connection, query, schema, (edition.id,))
    return Edition(
        kind=edition.kind,
        edition=edition.edition,
        source=edition.source,
        hash=edition.hash,
        rows=rows,
        complete=edition.covers == "",
    )
