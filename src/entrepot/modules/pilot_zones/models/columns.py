"""Columns that several tables of this module share."""

from django.db import models


def code_column() -> "models.TextField[str, str]":
    """A column of codes: compared byte by byte, whatever the language of the database."""
    return models.TextField(db_collation="C")


def money_column() -> models.DecimalField:  # type: ignore[type-arg] # generic for the checker alone
    """An amount, exact to five places."""
    return models.DecimalField(max_digits=20, decimal_places=5)
