"""A learner's result as a signed file."""

from datetime import datetime

import psycopg

from entrepot.modules.academy import api as academy
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Issuer, SigningKey
from entrepot.project.line.station import key_path


def signed_result(connection: psycopg.Connection, standing: academy.Standing, *, now: datetime) -> bytes:
    """The result, signed with the station's key: what `entrepot verify` reads offline. Raises UnableToAnswer."""
    payload = academy.results.payload(standing)
    card = parties.station(connection)
    assert card is not None
    issuer = Issuer(card.owner_zh, card.owner_en, "", card.kind)
    key = SigningKey(parties.load_key_file(key_path()), issuer)
    return parties.write_package(parties.sign_package(payload, key, signed_at=now))
