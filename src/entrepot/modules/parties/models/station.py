# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""The station: one row, fixed when the data folder is made."""

from django.db import models
from django.db.models import Q

from entrepot.modules.parties import words
from entrepot.modules.parties.models.columns import one_of
from entrepot.modules.parties.models.firms import Enterprise
from entrepot.store.columns import code_column


class Station(models.Model):
    """What this data folder is for life. The database refuses a second row, another kind and another owner."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    kind = code_column()
    owner = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    signing_key = code_column()  # SHA-256 fingerprint of the public key that signs what leaves this station

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="parties_station_is_one"),
            one_of(words.STATIONS, "kind", "parties_station_kind"),
        ]
