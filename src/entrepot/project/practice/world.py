"""What every practice folder has: the practice firms and the practice editions of reference tables."""

from datetime import datetime
from typing import Protocol

import psycopg

from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.parties import api as parties
from entrepot.project.practice import academy, guarantee, inspection, lending, market, warehouse
from entrepot.project.practice.editions import practice_editions
from entrepot.project.practice.firms import BUYER, FIRMS, Firm
from entrepot.project.practice.pilot_zones import plant as plant_pilot_zone


class Books(Protocol):
    """Whoever has an owner's connection for look-ups: a worker's setting."""

    @property
    def lookups(self) -> psycopg.Connection:
        """The connection."""


def load_editions(setting: Books, *, now: datetime) -> int:
    """Load the practice editions where they are missing; returns how many were new."""
    new = 0
    for edition, entries in practice_editions():
        _, fresh = catalogue.load_reference(setting.lookups, edition, entries, now=now)
        new += fresh
    return new


def register_firms(*, now: datetime) -> int:
    """Take the practice firms into the books where they are missing; returns how many were new."""
    new = 0
    for firm in (*FIRMS, BUYER):
        if parties.known_code(firm.customs_code, using="owner") is None:
            _register(firm, now=now)
            new += 1
    return new


def _register(firm: Firm, *, now: datetime) -> None:
    official = (firm.customs_code, firm.credit_code) if firm.credit_code else ()
    own = () if official else (firm.customs_code,)
    parties.register_enterprise(
        name_zh=firm.filed_name, name_en=firm.name_en, country=firm.country, codes=official, own_codes=own,
        roles=firm.roles, now=now, valid_from=now.date().replace(year=2010, month=1, day=1),
    )  # fmt: skip


def plant_slices(*, now: datetime) -> None:
    """What the practice world has besides the records: each slice plants its own, unless it is there."""
    academy.plant(now=now)
    guarantee.plant(now=now)
    inspection.plant(now=now)
    lending.plant(now=now)
    market.plant(now=now)
    warehouse.plant(now=now)
    plant_pilot_zone(now=now)
