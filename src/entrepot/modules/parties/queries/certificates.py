"""Certificates on file."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import psycopg
from django.db.models import Q

from entrepot.modules.parties.models import Certificate


class OnFile(NamedTuple):
    """A certificate of a party, and whether it is in force on the day that was asked for."""

    party_id: int
    number: str
    sha256: bytes
    in_force: bool


def certificates_on_file(connection: psycopg.Connection, party_ids: Iterable[int], day: date) -> list[OnFile]:
    """Every certificate that these parties have had on file, in one round trip: the workers' path.

    In force: from its first day, before the day in valid_until and before the day (China time) it was ended.
    """
    rows = connection.execute(
        """
        SELECT coalesce(e.joined_to_id, e.id), c.number, c.sha256,
               c.valid_from <= %(day)s AND %(day)s < c.valid_until
               AND (c.ended_at IS NULL OR %(day)s < (c.ended_at AT TIME ZONE 'Asia/Shanghai')::date)
          FROM parties_certificate c JOIN parties_enterprise e ON e.id = c.enterprise_id
         WHERE coalesce(e.joined_to_id, e.id) = ANY (%(parties)s) ORDER BY c.id
        """,
        {"parties": sorted(set(party_ids)), "day": day},
    )
    return [OnFile(party, number, bytes(sha256), in_force) for party, number, sha256, in_force in rows]


def certificate_numbered(party_id: int, number: str, day: date, *, using: str = "default") -> bytes | None:
    """The certificate (DER) by this number that the firm has on file and in force that day; None where there is none.

    As the firm's reader, or as owner.
    """
    own = Q(enterprise_id=party_id) | Q(enterprise__joined_to_id=party_id)
    rows = Certificate.objects.using(using).filter(
        own, number=number, valid_from__lte=day, valid_until__gt=day, ended_at=None, der__isnull=False
    )
    found = rows.order_by("-id").values_list("der", flat=True).first()
    return None if found is None else bytes(found)


def certificates_of(party_id: int, *, using: str = "default") -> list[Certificate]:
    """The firm's certificates, newest first."""
    own = Q(enterprise_id=party_id) | Q(enterprise__joined_to_id=party_id)
    return list(Certificate.objects.using(using).filter(own).order_by("-id"))
