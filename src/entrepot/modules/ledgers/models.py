# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""The tables of 0001_tables.sql as models that only read; they are written by operations."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


def _code() -> "models.TextField[str, str]":
    return models.TextField(db_collation="C")


def _amount() -> "models.DecimalField[str, str]":
    return models.DecimalField(max_digits=20, decimal_places=5)


class Account(models.Model):
    """What somebody keeps of one thing: free, held for somebody, spent; in one unit."""

    kind = _code()
    key = _code()
    unit = _code()
    holder_id = models.BigIntegerField(null=True)  # none: a limit of a person, which no firm keeps
    audience = ArrayField(models.BigIntegerField())
    movers = ArrayField(models.BigIntegerField())
    free = _amount()
    held = _amount()
    spent = _amount()
    opened_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "ledgers_account"


class Movement(models.Model):
    """An amount went from one side of an account to another, or from or to the outside. Never changed."""

    account_id = models.BigIntegerField()
    key = _code()
    source = _code()
    target = _code()
    amount = _amount()
    why = models.TextField()
    at = models.DateTimeField()
    part = _code()  # the key of a return, where a part of what was spent went back

    class Meta:
        managed = False
        db_table = "ledgers_movement"
