"""A handful of firms and people that the tests of this module talk about."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from entrepot.modules.parties import api

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)  # 10 March, 10:00 in China
TODAY = date(2026, 3, 10)
SINCE = date(2020, 1, 1)
PASSWORD = "a quiet harbour at dawn"
SELLER_CODE, SELLER_CREDIT = "9999961001", "91999999MA1PR0017D"
BROKER_CODE, CARRIER_CODE, CUSTOMS_CODE = "9999964001", "9999962001", "9999965001"
UNKNOWN_CODE = "9999961002"


@dataclass(frozen=True)
class World:
    """Numbers of firms, and of one administrator each."""

    seller: int
    broker: int
    carrier: int
    customs: int
    anna: int  # seller
    bo: int  # broker
    chen: int  # customs


def firm(code: str, name: str, *roles: str) -> int:
    """A registered firm."""
    return api.register_enterprise(name_zh=name, codes=[code], roles=roles, valid_from=SINCE, now=NOW)


def member(username: str, party: int, place: str = "administrator") -> int:
    """A person who works there."""
    person = api.create_person(username=username, name=username.title(), now=NOW)
    api.add_member(acting=api.Acting(party), person_id=person, place=place, valid_from=SINCE, now=NOW, using="owner")
    return person


def make_world() -> World:
    """Seller, broker, carrier and customs, with an administrator in three of them."""
    seller, broker = firm(SELLER_CODE, "青禾礼品", "seller"), firm(BROKER_CODE, "通汇报关", "declarant")
    carrier, customs = firm(CARRIER_CODE, "鸿雁物流", "carrier"), firm(CUSTOMS_CODE, "练习海关", "authority")
    return World(
        seller, broker, carrier, customs, member("anna", seller), member("bo", broker), member("chen", customs)
    )


def reader(person: int) -> api.Reader:
    """The person, as the web role sees it now."""
    return api.reader_of(person_id=person, now=NOW)
