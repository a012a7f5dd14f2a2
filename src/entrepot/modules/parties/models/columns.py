"""Columns and conditions that several tables share."""

from django.db import models
from django.db.models import F, Q

from entrepot.modules.parties.words import Words


def one_of(words: Words, column: str, name: str) -> models.CheckConstraint:
    """The database refuses a word that is not in `words`."""
    return models.CheckConstraint(condition=Q(**{f"{column}__in": list(words)}), name=name)


def some_of(words: Words, column: str, name: str) -> models.CheckConstraint:
    """The database refuses an empty array and one with a word that is not in `words`."""
    condition = Q(**{f"{column}__contained_by": list(words)}) & Q(**{f"{column}__len__gt": 0})
    return models.CheckConstraint(condition=condition, name=name)


def half_open(name: str) -> models.CheckConstraint:
    """A period holds from its first day up to, and without, the day in `valid_until`; without one it is open."""
    return models.CheckConstraint(
        condition=Q(valid_until__isnull=True) | Q(valid_from__isnull=False, valid_until__gt=F("valid_from")), name=name
    )
