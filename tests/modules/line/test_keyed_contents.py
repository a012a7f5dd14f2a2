"""Content hashes of import documents lie under the station's key; those of before are keyed by the migration."""

from importlib import import_module
from types import SimpleNamespace

import polars as pl
import psycopg
import pytest

from entrepot.gateways import ceb
from entrepot.store import identity
from tests.factories.import_line import KINDS, all_messages, some_imports
from tests.factories.line import Line, some_sets
from tests.modules.line.test_import_intake import outcomes

TABLES = {"import_order": "trade_order", "payment": "trade_payment", "import_waybill": "trade_waybill",
          "import_list": "declarations_list"}  # fmt: skip


def unkeyed() -> dict[str, set[bytes]]:
    """By kind, what anybody can work out of the documents of two sets."""
    typed = ceb.validate(ceb.decode([body for _, body in all_messages(some_imports(2))]))
    return {kind: set(typed.heads[kind]["content_hash"]) for kind in KINDS}  # type: ignore[index]


def kept(line: Line, kind: str) -> set[bytes]:
    return {bytes(row[0]) for row in line.setting.lookups.execute(f"SELECT content_hash FROM {TABLES[kind]}")}


def test_who_knows_a_document_finds_its_hash_nowhere_and_an_export_is_as_before(line: Line) -> None:
    line.send(all_messages(some_imports(2)))
    for kind, plain in unkeyed().items():
        keyed = set(identity.keyed_contents(pl.Series(sorted(plain), dtype=pl.Binary)))
        assert (len(plain), kept(line, kind)) == (2, keyed)
        assert not plain & keyed
    before = kept(line, "import_order")
    sets = some_sets(1, first_no=50)
    line.send_sets(sets, ("order",))
    assert kept(line, "import_order") - before == set(sets.orders["content_hash"])


def test_another_station_keys_the_same_content_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = pl.Series([b"0" * 16, b"1" * 16, b"0" * 16], dtype=pl.Binary)
    here = identity.keyed_contents(plain).to_list()
    assert here[0] == here[2] != here[1]
    monkeypatch.setenv(identity.SECRET, "another secret")
    assert not set(here) & set(identity.keyed_contents(plain))


def test_rows_of_before_are_keyed_by_the_migration_and_known_again(line: Line, owner: psycopg.Connection) -> None:
    line.send(all_messages(some_imports(2)))
    exports = some_sets(1, first_no=50)
    line.send_sets(exports, ("order",))
    now = {kind: kept(line, kind) for kind in KINDS}
    for kind, plain in unkeyed().items():
        keyed = identity.keyed_contents(pl.Series(sorted(plain), dtype=pl.Binary)).to_list()
        for before, after in zip(sorted(plain), keyed, strict=True):
            query = f"UPDATE {TABLES[kind]} SET content_hash = %s WHERE content_hash = %s"
            assert owner.execute(query, (before, after)).rowcount == 1
    again = outcomes(line.send(all_messages(some_imports(2))))
    assert {outcome for said in again.values() for outcome, _ in said} == {"refused"}
    editor = SimpleNamespace(connection=SimpleNamespace(connection=owner))
    for module in ("trade.migrations.0006_keyed_contents", "declarations.migrations.0017_keyed_contents"):
        with owner.transaction():
            naming = import_module(f"entrepot.modules.{module}").NAMING
            identity.key_contents_of_before(naming)(None, editor)
    assert {kind: kept(line, kind) for kind in KINDS} == now
    assert set(exports.orders["content_hash"]) <= kept(line, "import_order")
    assert outcomes(line.send(all_messages(some_imports(2)))) == {kind: {("duplicate", "")} for kind in KINDS}
