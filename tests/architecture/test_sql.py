"""Where SQL may stand: in store, in migrations, and in a module's own operations and queries – each on its own tables.

SQL is a string constant that begins with a statement of SQL, or that contains one after a line break.
"""

import re
from pathlib import Path

from tests.architecture import tree
from tests.architecture.tables import DISTRIBUTED

STATEMENT = re.compile(
    r"(?:^|\n)\s*(?:"
    r"SELECT\s.+|INSERT\s+INTO\s.+|UPDATE\s+\S+\s+(?:\w+\s+)?SET\s.+|DELETE\s+FROM\s.+|WITH\s+\w+.*\sAS\s.+|COPY\s+\S+.*\s(?:FROM|TO)\s.+"
    r"|(?:CREATE|ALTER|DROP)\s+(?:UNIQUE\s+|TEMPORARY\s+|UNLOGGED\s+)?(?:TABLE|INDEX|SEQUENCE|FUNCTION|VIEW|ROLE|DATABASE|POLICY|SCHEMA)\b.*"
    r"|TRUNCATE\s+\w+.*|LOCK\s+TABLE\s.+|GRANT\s.+\sTO\s.+|REVOKE\s.+\sFROM\s.+|SET\s+(?:LOCAL|SESSION|ROLE)\s.+|(?:LISTEN|NOTIFY)\s+\w+"
    r")",
    re.DOTALL,
)
OWN_PLACES = re.compile(r"^src/entrepot/(?:store/|modules/\w+/(?:migrations/|operations(?:\.py|/)|queries(?:\.py|/)))")
READING_VIEW = re.compile(r"_v\d+$")


def _is_sql(text: str) -> bool:
    return bool(STATEMENT.search(text))


def _sql(*folders: str) -> list[tree.Text]:
    return [text for path in tree.python(*folders) for text in tree.texts(path) if _is_sql(text.value)]


def _tables() -> set[str]:
    made = re.compile(r"CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?(\w+)")
    scripts = [path.read_text("utf-8") for path in tree.files("src/entrepot", ending=".sql")]
    return {name for script in scripts for name in made.findall(script)}


def test_raw_sql_stands_in_store_migrations_operations_and_queries_only() -> None:
    excepted = tree.exceptions("sql")
    elsewhere = {f"{text.path}:{text.line}" for text in _sql("src") if not OWN_PLACES.match(text.path)}
    assert sorted(place for place in elsewhere if place.partition(":")[0] not in excepted) == []


def test_the_sql_of_a_module_touches_its_own_tables_and_reading_views_only() -> None:
    foreign = []
    for path in tree.python("src/entrepot/modules"):
        module = path.relative_to(tree.SRC / "modules").parts[0]
        others = {name for name in _tables() if not name.startswith(f"{module}_") and not READING_VIEW.search(name)}
        for text in tree.texts(path):
            used = others & set(re.findall(r"\w+", text.value)) if " " in text.value else set()
            foreign += [f"{text.path}:{text.line}: {name}" for name in sorted(used)]
    assert foreign == []


def test_the_store_knows_no_table_of_a_module() -> None:
    others = re.compile(rf"\b(?:{'|'.join(tree.MODULES)})_[a-z_]+")
    allowed = "src/entrepot/store/policies.py"  # its list of open tables names them, with the reason of each
    found = [
        f"{text.path}:{text.line}: {match[0]}"
        for text in (text for path in tree.python("src/entrepot/store") for text in tree.texts(path))
        if text.path != allowed and (match := others.search(text.value))
    ]
    assert found == []


def test_distributed_tables_are_never_locked_row_by_row() -> None:
    locks = [text for text in _sql("src") if re.search(r"\bFOR (?:NO KEY )?(?:UPDATE|SHARE)\b", text.value)]
    bad = [f"{text.path}:{text.line}: {table}" for text in locks for table in DISTRIBUTED if _locks(text.value, table)]
    assert bad == []


def _locks(statement: str, table: str) -> bool:
    """Whether the part of a statement that ends in FOR UPDATE reads `table`, and no OF … names another one."""
    for part in re.split(r"\bFOR (?:NO KEY )?(?:UPDATE|SHARE)\b", statement)[:-1]:
        of = re.search(r"\bFOR (?:NO KEY )?(?:UPDATE|SHARE)\s+OF\s+(\w+)", statement)
        last_query = part[part.rfind("SELECT") :]
        if re.search(rf"\b{table}\b", last_query) and (of is None or re.search(rf"\b{table}\s+{of[1]}\b", last_query)):
            return True
    return False


def test_settings_are_made_for_one_transaction_only() -> None:
    session = re.compile(r"(?:\A|;)\s*SET\s+(?!LOCAL\b)(?:SESSION\s+)?\w[\w.]*\s*(?:=|TO)\s", re.IGNORECASE)
    kept = re.compile(r"set_config\([^()]*,\s*false\s*\)", re.IGNORECASE)
    found = [
        text
        for path in tree.python("src/entrepot/modules", "src/entrepot/store", "src/entrepot/shell")
        for text in tree.texts(path)
        if session.search(text.value) or kept.search(text.value)
    ]
    assert [f"{text.path}:{text.line}" for text in found] == []


def test_what_counts_as_sql() -> None:
    assert _is_sql("SELECT 1")
    assert _is_sql("\n        WITH due AS (SELECT 1) SELECT * FROM due")
    assert _is_sql("UPDATE trade_order t SET superseded_by = %s")
    assert not _is_sql("Select a file")
    assert not _is_sql("delete from the list")
    assert not _is_sql("UPDATE")
    assert _locks("SELECT * FROM trade_order WHERE id = 1 FOR UPDATE", "trade_order")
    assert not _locks("SELECT * FROM declarations_work w, trade_order o FOR UPDATE OF w", "trade_order")


def test_every_sql_file_belongs_to_a_migration() -> None:
    stray = [tree.name_of(path) for path in tree.files("src", ending=".sql") if Path(path).parent.name != "migrations"]
    assert stray == []
