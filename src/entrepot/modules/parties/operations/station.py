"""The station is made once."""

from datetime import datetime

from django.db import IntegrityError, transaction

from entrepot.modules.parties import words
from entrepot.modules.parties.errors import UnableToMakeStation
from entrepot.modules.parties.models import Station
from entrepot.modules.parties.operations.audit import record


def create_station(*, kind: str, owner_id: int, signing_key: str, now: datetime) -> None:
    """Fix for life what this data folder is; as the owner role. `signing_key`: fingerprint (packages.fingerprint).

    Raises UnableToMakeStation when it is made already, or for an unknown kind.
    """
    if kind not in words.STATIONS:
        raise UnableToMakeStation("scope_unknown", allowed=", ".join(words.STATIONS), found=kind)
    made = Station.objects.using("owner").first()
    if made is not None:
        raise UnableToMakeStation("station_made", kind=made.kind)
    try:
        with transaction.atomic(using="owner"):
            Station.objects.using("owner").create(kind=kind, owner_id=owner_id, created_at=now, signing_key=signing_key)
            record("station_made", now=now, using="owner", kind=kind)
    except IntegrityError as error:  # made by another process in this instant
        raise UnableToMakeStation("station_made", kind=Station.objects.using("owner").get().kind) from error
