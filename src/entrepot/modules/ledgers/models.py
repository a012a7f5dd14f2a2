# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""The tables of 0001_tables.sql as models that only read; they are written by operations."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from entrepot.store.columns import code_column, exact_column


class Account(models.Model):
    """What somebody keeps of one thing: free, held for somebody, spent; in one unit."""

    kind = code_column()
    key = code_column()
    unit = code_column()
    holder_id = models.BigIntegerField(null=True)  # none: a limit of a person, which no firm keeps
    audience = ArrayField(models.BigIntegerField())
    movers = ArrayField(models.BigIntegerField())
    free = exact_column()
    held = exact_column()
    spent = exact_column()
    opened_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "ledgers_account"


class Movement(models.Model):
    """An amount went from one side of an account to another, or from or to the outside. Never changed."""

    account_id = models.BigIntegerField()
    key = code_column()
    source = code_column()
    target = code_column()
    amount = exact_column()
    why = models.TextField()
    at = models.DateTimeField()
    part = code_column()  # the key of a return, where a part of what was spent went back

    class Meta:
        managed = False
        db_table = "ledgers_movement"
