"""The station's own party: made with the folder, once."""

import os
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import StationCard
from entrepot.project.practice.firms import CUSTOMS

KEY_FILE = "station-key.pem"
# A filing or deciding station begins under an own code; the firm's official codes are added when they are filed.
_ITSELF = {"filing": ("STATION", "本企业", "This firm"), "deciding": ("CUSTOMS", "本关", "This customs office")}


def the_station(lookups: psycopg.Connection) -> StationCard:
    """The station of this database; made now if the folder is new."""
    card = parties.station(lookups)
    if card is not None:
        return card
    kind = os.environ.get("ENTREPOT_STATION", "practice")
    try:
        _make(kind, datetime.now(UTC))
    except parties.UnableToMakeStation:
        pass  # another process made it in this instant: read what it made
    card = parties.station(lookups)
    if card is None:
        raise LookupError("the station was made but cannot be read")
    return card


def _make(kind: str, now: datetime) -> None:
    today = parties.china_day(now)
    if kind == "practice":
        names = {"name_zh": CUSTOMS.filed_name, "name_en": CUSTOMS.name_en}
        codes, own = (CUSTOMS.customs_code, CUSTOMS.credit_code), ()
    else:
        code, zh, en = _ITSELF[kind]
        names, codes, own = {"name_zh": zh, "name_en": en}, (), (code,)
    known = parties.known_code((codes or own)[0], using="owner")
    owner = known if known is not None else parties.register_enterprise(
        **names, codes=codes, own_codes=own, roles=() if kind == "filing" else ("authority",), now=now, valid_from=today
    )
    parties.create_station(kind=kind, owner_id=owner, signing_key=_key(), now=now)


def _key() -> str:
    path = key_path()
    if not path.exists():
        return parties.make_key_file(path)
    return parties.fingerprint(parties.load_key_file(path).public_key())


def key_path() -> Path:
    """Where the station's signing key lies: in the data folder, readable by its user only."""
    return Path(os.environ.get("ENTREPOT_DATA", "var")) / KEY_FILE
