"""Bulk tables keep the contract that lets them grow, and the models say what the catalogue says."""

import re
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import connections, models

from tests.architecture import tree
from tests.architecture.tables import COORDINATOR, DISTRIBUTED

MOST_INDEXES = 4
INDEXES = """
SELECT t.relname, i.relname, x.indisunique, x.indisprimary,
       ARRAY(SELECT a.attname::text FROM unnest(x.indkey[0:x.indnkeyatts - 1]) WITH ORDINALITY k (attnum, place)
               JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum ORDER BY place)
  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
 WHERE t.relnamespace = 'public'::regnamespace
"""
COLUMNS = """
SELECT a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull, nullif(l.collname, 'default')
  FROM pg_attribute a LEFT JOIN pg_collation l ON l.oid = a.attcollation
 WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
"""


def _sql_files() -> dict[str, str]:
    """SQL of migrations, file by file: modules keep theirs in .sql files, the store in its migrations."""
    paths = [*tree.files("src/entrepot", ending=".sql"), *tree.python("src/entrepot/store/migrations")]
    return {tree.name_of(path): path.read_text("utf-8") for path in paths}


def _made_in_sql() -> set[str]:
    return {name for script in _sql_files().values() for name in re.findall(r"CREATE TABLE (\w+) \(", script)}


def _commented_indexes(script: str) -> dict[str, bool]:
    """Index name → whether a comment stands on its lines or directly above them."""
    found = {}
    lines = script.splitlines()
    for number, line in enumerate(lines):
        match = re.match(r"\s*CREATE (?:UNIQUE )?INDEX (\w+)", line)
        if match:
            end = next(at for at in range(number, len(lines)) if ";" in lines[at])
            above = lines[number - 1].lstrip().startswith("--") if number else False
            found[match[1]] = above or any("--" in text for text in lines[number : end + 1])
    return found


def test_every_table_made_in_sql_says_whether_it_is_distributed() -> None:
    assert sorted(_made_in_sql() ^ (set(DISTRIBUTED) | set(COORDINATOR))) == []
    assert not set(DISTRIBUTED) & set(COORDINATOR)


def test_every_index_of_a_bulk_table_names_the_query_it_serves(owner: psycopg.Connection) -> None:
    commented = {name: has for script in _sql_files().values() for name, has in _commented_indexes(script).items()}
    bulk = set(DISTRIBUTED) | set(COORDINATOR)
    indexes = [row[1] for row in owner.execute(INDEXES) if row[0] in bulk and not row[3]]
    of_constraints = {"declarations_basis_hash_key"}
    assert set(commented) & set(indexes)
    assert sorted(index for index in set(indexes) - of_constraints if not commented.get(index)) == []


def test_a_comment_is_seen_above_beside_and_below_an_index() -> None:
    script = (
        "-- why\nCREATE INDEX a ON t (x);\n"
        "CREATE UNIQUE INDEX b ON t (y)\n  WHERE z; -- why\n"
        "CREATE INDEX c ON t (z);\n"
    )
    assert _commented_indexes(script) == {"a": True, "b": True, "c": False}


def test_a_bulk_table_has_at_most_four_indexes(owner: psycopg.Connection) -> None:
    number: dict[str, int] = {}
    for table, *_ in owner.execute(INDEXES):
        number[table] = number.get(table, 0) + 1
    bulk = (*DISTRIBUTED, *COORDINATOR)
    assert [f"{table}: {number[table]}" for table in bulk if number.get(table, 0) > MOST_INDEXES] == []


def test_every_key_of_a_distributed_table_contains_the_column_it_is_distributed_by(owner: psycopg.Connection) -> None:
    keys = [
        (table, index, columns)
        for table, index, unique, _, columns in owner.execute(INDEXES)
        if table in DISTRIBUTED and unique
    ]
    assert {table for table, _, _ in keys} == set(DISTRIBUTED)
    assert [index for table, index, columns in keys if DISTRIBUTED[table] not in columns] == []


def test_distributed_tables_have_no_foreign_keys(owner: psycopg.Connection) -> None:
    query = "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"
    ends = {end for pair in owner.execute(query) for end in pair}
    assert sorted(ends & set(DISTRIBUTED)) == []


def test_distributed_tables_have_no_triggers(owner: psycopg.Connection) -> None:
    query = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    assert sorted({table for (table,) in owner.execute(query)} & set(DISTRIBUTED)) == []


def test_code_columns_of_distributed_tables_compare_bytes(owner: psycopg.Connection) -> None:
    code = re.compile(r"_(?:no|code|flag|mode|type|key|status)$|^(?:guid|unit\d?|currency|country|pod)$")
    wrong = [
        f"{table}.{name}"
        for table in DISTRIBUTED
        for name, kind, _, collation in owner.execute(COLUMNS, (table,))
        if kind == "text" and code.search(name) and collation != "C"
    ]
    assert wrong == []


def _written(field: "models.Field[Any, Any]") -> str:
    """The SQL type of a field as the catalogue writes it."""
    kind = field.db_type(connections["owner"]) or ""
    return re.sub(r"^varchar", "character varying", kind).replace(", ", ",").removesuffix(" check")


def _models() -> list[type[models.Model]]:
    """Our own models; Django's packages look after theirs."""
    own = [config for config in apps.get_app_configs() if config.name.startswith("entrepot.")]
    return [model for config in own for model in config.get_models(include_auto_created=True)]


@pytest.mark.usefixtures("db")
def test_models_say_what_the_catalogue_says(owner: psycopg.Connection) -> None:
    different = []
    for model in _models():
        table = model._meta.db_table
        catalogue = {name: (kind, null) for name, kind, null, _ in owner.execute(COLUMNS, (table,))}
        fields = [field for field in model._meta.local_concrete_fields if field.column]
        said = {str(field.column): (_written(field), field.null) for field in fields}
        different += [
            f"{table}.{name}: {said.get(name)} ≠ {catalogue.get(name)}"
            for name in sorted(said | catalogue)
            if said.get(name) != catalogue.get(name)
        ]
    assert different == []


def test_every_distributed_table_has_a_model_that_only_reads() -> None:
    tables = {model._meta.db_table: model._meta.managed for model in _models()}
    assert {table: tables.get(table) for table in DISTRIBUTED} == dict.fromkeys(DISTRIBUTED, False)
