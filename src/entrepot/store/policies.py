"""Who may read a row: the SQL of row-level policies, and the tables that need none, each with its reason."""

# Policies name the reader through (SELECT …), which PostgreSQL works out once a query, not once a row.
READS_AUDIENCE = "audience && (SELECT reader_ids())"

# Tables that every role may read in full. A test fails for a table that has neither a policy nor a line here.
OPEN_TABLES: dict[str, str] = {
    "insights_figure": "counts of the whole installation, no party named: the public programme page shows them",
    "django_migrations": "names of migrations, no business data; needed to tell whether the schema is current",
    "declarations_selection_v1": "the hash of the day's selection seed and past days' seeds: published",
    "declarations_basis": "which rules and figures were in force: public law, no party named",
    "declarations_rulebook": "the content of rulebook versions: public law, no party named",
}


def read_policy(table: str, condition: str) -> str:
    """SQL that lets the web and read roles select the rows of `table` that meet `condition`, and nothing else."""
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\n"
        f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM entrepot_web;\n"
        f"CREATE POLICY {table}_read ON {table} FOR SELECT TO entrepot_web, entrepot_read USING ({condition});\n"
    )


def no_policy_rows(table: str) -> str:
    """SQL for tables that only workers touch: the web role sees no row at all."""
    return f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\nREVOKE ALL ON {table} FROM entrepot_web, entrepot_read;\n"
