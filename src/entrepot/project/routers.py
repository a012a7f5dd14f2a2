"""Which applications have tables here."""

_CODE_ONLY = {"auth", "contenttypes"}  # Django's sign-in code imports their models; people and rights are in parties


class OwnTablesOnly:
    """Django's own applications get no tables: nothing to guard with policies that nobody uses."""

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool | None:  # noqa: ARG002 - Django's interface
        """None: no objection."""
        return False if app_label in _CODE_ONLY else None
