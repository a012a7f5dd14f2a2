"""By which texts firms are found: written whenever a name is."""

from collections.abc import Iterable

import psycopg
from django.db import connections

from entrepot.kernel.initials import keys_of

_UNKNOWN = """
    SELECT e.id, e.name_zh, e.name_en FROM parties_enterprise e
     WHERE e.id = ANY (%s) AND NOT EXISTS (SELECT FROM parties_known_as k WHERE k.enterprise_id = e.id)
"""
_KNOW = "SELECT parties_know_as(%s, %s::text[])"


def know_as(party_id: int, name_zh: str, name_en: str, *, using: str) -> None:
    """From now on the firm is found by these names, and by no others."""
    with connections[using].cursor() as cursor:
        cursor.execute(_KNOW, (party_id, keys_of(name_zh, name_en)))


def know_new(connection: psycopg.Connection, party_ids: Iterable[int]) -> None:
    """Firms among these that documents have just named for the first time: the workers' path."""
    for party_id, name_zh, name_en in connection.execute(_UNKNOWN, (sorted(set(party_ids)),)).fetchall():
        connection.execute(_KNOW, (party_id, keys_of(name_zh, name_en)))
