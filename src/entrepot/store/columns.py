"""Columns that tables of many modules have."""

from typing import Any

from django.db import models


def code_column(**options: Any) -> "models.TextField[str, str]":  # noqa: ANN401 - the options of any text column
    """A column of codes: compared byte by byte, whatever the language of the database."""
    return models.TextField(db_collation="C", **options)


def exact_column(**options: Any) -> "models.DecimalField[Any, Any]":  # noqa: ANN401 - the options of any such column
    """An amount, a price, a weight, a quantity: exact to five places, numeric(20, 5)."""
    return models.DecimalField(max_digits=20, decimal_places=5, **options)
