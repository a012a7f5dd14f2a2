"""Load reference editions: a file is one edition, stored whole or not at all."""

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
import psycopg

from entrepot.modules.catalogue.words import KINDS
from entrepot.store.copying import copy_in

ENTRIES = {"code": pl.String, "name_zh": pl.String, "name_en": pl.String, "attributes": pl.String}


class UnableToLoadEdition(ValueError):
    """The edition cannot be taken as it is; the message says why."""


@dataclass(frozen=True)
class NewEdition:
    """What is said about an edition.

    covers: '' for the whole table, else what part of it the file holds; hash: SHA-256 of the file; practice: generated
    for practice, for no real declaration.
    """

    kind: str
    edition: str
    source: str
    hash: bytes
    valid_from: date
    covers: str = ""
    check_by: date | None = None
    practice: bool = False


def load_reference(
    connection: psycopg.Connection, new: NewEdition, entries: pl.DataFrame, *, now: datetime
) -> tuple[int, bool]:
    """Store an edition (ENTRIES; attributes a JSON text); returns its id and whether it is new.

    The same file under the same name changes nothing. Raises UnableToLoadEdition for another file under a name that is
    taken, for an unknown kind, and for a file with a code twice or with none.
    """
    _check(new, entries)
    with connection.transaction():
        row = connection.execute(
            "INSERT INTO catalogue_reference_edition"
            " (kind, edition, source, covers, hash, loaded_at, valid_from, check_by, entries, practice)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (kind, edition) DO NOTHING RETURNING id",
            (new.kind, new.edition, new.source, new.covers, new.hash, now, new.valid_from, new.check_by,
             entries.height, new.practice),
        ).fetchone()  # fmt: skip
        if row is None:
            return _loaded_before(connection, new), False
        edition_id = int(row[0])
        rows = entries.select(pl.lit(edition_id, dtype=pl.Int64).alias("edition_id"), *ENTRIES)
        copy_in(connection, "catalogue_reference_entry", rows)
    return edition_id, True


def _check(new: NewEdition, entries: pl.DataFrame) -> None:
    if new.kind not in KINDS:
        raise UnableToLoadEdition(
            f"expected one of the kinds {', '.join(KINDS)}, found {new.kind!r}; choose one of them"
        )
    if not new.edition or not new.source:
        raise UnableToLoadEdition(
            "expected the name of the edition and its source, found none; say whose edition it is"
        )
    if entries.is_empty():
        raise UnableToLoadEdition(f"expected codes in the edition {new.edition!r}, found none; check the file")
    twice = entries.filter(pl.col("code").is_duplicated())
    if twice.height:
        code = twice["code"][0]
        raise UnableToLoadEdition(
            f"expected each code once in the edition {new.edition!r}, found {code!r} twice; correct the file"
        )


def _loaded_before(connection: psycopg.Connection, new: NewEdition) -> int:
    found = connection.execute(
        "SELECT id, hash FROM catalogue_reference_edition WHERE kind = %s AND edition = %s", (new.kind, new.edition)
    ).fetchone()
    if found is None or bytes(found[1]) != new.hash:
        raise UnableToLoadEdition(
            f"expected a new name, found that {new.kind} has an edition {new.edition!r} with other content; "
            "give the edition another name"
        )
    return int(found[0])
