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
# Kinds that the engines take, with the columns they take beside the code; those stand among the attributes, as texts
# that the SQL type makes a value of.
_FLAG, _DAY, _TEXT, _RATE = (
    (pl.Boolean(), "boolean"), (pl.Date(), "date"), (pl.String(), "text"), (pl.Decimal(38, 10), "numeric")
)  # fmt: skip
_KINDS: dict[str, dict[str, tuple[pl.DataType, str]]] = {
    "units": {},
    "currencies": {},
    "countries": {},
    "hs_codes": {},
    "export_measures": dict.fromkeys(("licence", "export_duty", "refund"), _FLAG),
    "positive_list": {"from": _DAY, "until": _DAY, "note": _TEXT},
    "import_rates": dict.fromkeys(("vat", "consumption_tax", "duty", "floor_gram", "floor_sheet"), _RATE),
}
_BY_PREFIX = ("export_measures", "import_rates")


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
    """What the clearance engines look codes up in. A kind without an edition is absent: its checks say not checked.

    An edition past its check_by is absent too: an old table must not refuse or pass what a new one would not.
    """
    in_force = editions(connection, on_day)
    usable = [edition for kind, edition in in_force.items() if kind in _KINDS and not edition.is_overdue(on_day)]
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
    further = _KINDS[edition.kind]
    columns = ", ".join(["code", *(f"(attributes ->> '{name}')::{cast}" for name, (_, cast) in further.items())])
    query = f"SELECT {columns} FROM catalogue_reference_entry WHERE edition_id = %s ORDER BY code"
    code = "prefix" if edition.kind in _BY_PREFIX else "code"
    schema = {code: pl.String(), **{name: dtype for name, (dtype, _) in further.items()}}
    rows = copy_out(connection, query, schema, (edition.id,))
    return Edition(
        kind=edition.kind,
        edition=edition.edition,
        source=edition.source,
        hash=edition.hash,
        rows=rows,
        complete=edition.covers == "",
    )
