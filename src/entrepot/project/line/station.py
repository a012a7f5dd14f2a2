"""The station's own party: made with the folder, once."""

import os
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import StationCard
from entrepot.project.practice.firms import CUSTOMS
from entrepot.store.gate import one_at_a_time

KEY_FILE = "station-key.pem"
_LOCK = 0x0E17_0002
# A filing or deciding station begins under an own code; the firm's official codes are added when they are filed.
_ITSELF = {"filing": ("STATION", "本企业", "This firm"), "deciding": ("CUSTOMS", "本关", "This customs office")}


def the_station(lookups: psycopg.Connection) -> StationCard:
    """The station of this database; made now if the folder is new."""
    card = parties.station(lookups)
    if card is not None:
        return card
    with one_at_a_time(lookups, _LOCK):  # workers of a new folder start together; one of them makes the station
        card = parties.station(lookups)
        if card is None:
            _make(os.environ.get("ENTREPOT_STATION", "practice"), datetime.now(UTC))
            card = parties.station(lookups)
    if card is None:
        raise LookupError("the station was made but cannot be read")
    return card


def _make(kind: str, now: datetime) -> None:
    codes, own_codes, zh, en = _named(kind)
    owner = parties.known_code((*codes, *own_codes)[0], using="owner")
    if owner is None:
        owner = parties.register_enterprise(
            name_zh=zh,
            name_en=en,
            codes=codes,
            own_codes=own_codes,
            roles=() if kind == "filing" else ("authority",),
            now=now,
            valid_from=parties.china_day(now),
        )
    parties.create_station(kind=kind, owner_id=owner, signing_key=_key(), now=now)


def _named(kind: str) -> tuple[tuple[str, ...], tuple[str, ...], str, str]:
    """Official codes, own codes, Chinese and English name of the station's own party."""
    if kind == "practice":
        return (CUSTOMS.customs_code, CUSTOMS.credit_code), (), CUSTOMS.filed_name, CUSTOMS.name_en
    code, zh, en = _ITSELF[kind]
    return (), (code,), zh, en


def _key() -> str:
    path = key_path()
    if not path.exists():
        return parties.make_key_file(path)
    return parties.fingerprint(parties.load_key_file(path).public_key())


def key_path() -> Path:
    """Where the station's signing key lies: in the data folder, readable by its user only."""
    return Path(os.environ.get("ENTREPOT_DATA", "var")) / KEY_FILE
