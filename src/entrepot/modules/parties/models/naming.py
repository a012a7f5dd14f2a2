# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""By which texts firms are found."""

from django.db import models

from entrepot.modules.parties.models.firms import Enterprise
from entrepot.store.columns import code_column


class KnownAs(models.Model):
    """A firm is found by texts that begin so: its names, their later words, the initials of their pinyin."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="known_as", db_index=False)
    key = code_column()

    class Meta:
        db_table = "parties_known_as"
        constraints = [models.UniqueConstraint(fields=["enterprise", "key"], name="parties_known_as_once")]
