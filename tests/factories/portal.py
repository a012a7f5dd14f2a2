"""A small practice world for the pages: real messages, judged by the real engine, one order a case."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from entrepot.modules.parties import api as parties
from entrepot.project.practice import firms
from entrepot.project.practice.sets import Sets
from tests.factories.line import KINDS, NOW, Line, messages_of, some_sets

if TYPE_CHECKING:
    from django.test import Client

PASSWORD = "a quiet harbour at dawn"
SINCE = date(2020, 1, 1)
MARKETPLACE = firms.MARKETPLACE.customs_code
BULK = 60  # clean lists beside the cases, so that lists have a second page
CASES = ("clean", "dear", "heavy", "waiting", "changed", "foreign")
PEOPLE = {
    "qinghe": firms.SELLERS[0],
    "yunshan": firms.SELLERS[1],
    "wangtang": firms.MARKETPLACE,
    "hongyan": firms.CARRIERS[0],
    "tonghui": firms.BROKER,
    "officer": firms.CUSTOMS,
}


@dataclass(frozen=True)
class Portal:
    """orders: case → order number; every person of PEOPLE signs in with PASSWORD.

    "operator" administers the station, "stranger" belongs to no firm.
    """

    line: Line
    orders: dict[str, str]

    def address(self, case: str) -> str:
        """The address of a case's record."""
        return f"/records/{MARKETPLACE}/{self.orders[case]}/"

    def correction(self, case: str) -> str:
        """The address at which a case's refused list is corrected."""
        query = "SELECT list_id FROM declarations_work WHERE order_no = %s"
        row = self.line.setting.lookups.execute(query, (self.orders[case],)).fetchone()
        assert row is not None
        return f"/corrections/of/{row[0]}/{self.orders[case]}/"


def make_portal(conninfo: str) -> Portal:
    """Firms, people and sets on a clean database."""
    numbers = {firm.customs_code: _register(firm) for firm in firms.FIRMS}
    line = Line.opened(conninfo, some_sets(BULK + len(CASES)))
    parties.create_station(kind="practice", owner_id=line.setting.owner_id, signing_key="0" * 64, now=NOW)
    for username, firm in PEOPLE.items():
        _member(username, firm.name_en, numbers[firm.customs_code])
    _member("operator", "Operator", numbers[firms.CUSTOMS.customs_code], "administrator")
    parties.give_power(
        acting=parties.Acting(numbers[firms.SELLERS[0].customs_code]),
        agent_id=numbers[firms.BROKER.customs_code],
        valid_from=SINCE,
        valid_until=None,
        now=NOW,
        using="owner",
    )
    parties.create_person(username="stranger", name="Stranger", password=PASSWORD, now=NOW)
    orders = {case: send_case(line, number, case) for number, case in enumerate(CASES, 1)}
    line.send_sets(some_sets(BULK, first_no=len(CASES) + 1))
    line.now = NOW + timedelta(seconds=2)
    line.judge()
    return Portal(line, orders)


def signed_in(username: str) -> "Client":
    """A test client on loopback, signed in under that name of the portal."""
    from django.test import Client

    client = Client(HTTP_HOST="localhost")
    assert client.post("/sign-in/", {"username": username, "password": PASSWORD}).status_code == 302
    return client


def party(who: str) -> int:
    """The firm of a person of the portal, or of a code."""
    found = parties.known_code(PEOPLE[who].customs_code if who in PEOPLE else who, using="owner")
    assert found is not None
    return found


def add_person(username: str, who: str, place: str) -> None:
    """One more person in the firm of `who`, who signs in with PASSWORD."""
    person = parties.create_person(username=username, name=username.title(), password=PASSWORD, now=NOW)
    acting = parties.Acting(party(who))
    parties.add_member(acting=acting, person_id=person, place=place, valid_from=SINCE, now=NOW, using="owner")


def share(portal: Portal, case: str, *parts: str, to: str, by: str = "qinghe", days: float = 7) -> int:
    """A grant on a case's record (or on the order number `case`), open since a minute ago."""
    now = datetime.now(UTC)
    return parties.share(
        acting=parties.Acting(party(by)),
        order_no=portal.orders.get(case, case),
        marketplace_id=party(MARKETPLACE),
        parts=parts or ("order",),
        to_party=party(to),
        valid_until=now + timedelta(days=days),
        now=now - timedelta(minutes=1),
        using="owner",
    )


def _register(firm: firms.Firm) -> int:
    return parties.register_enterprise(
        name_zh=firm.filed_name,
        name_en=f"{firm.name_en} (practice)",
        codes=[firm.customs_code, firm.credit_code],
        roles=firm.roles,
        valid_from=SINCE,
        now=NOW,
    )


def _member(username: str, name: str, party: int, place: str = "staff") -> None:
    person = parties.create_person(username=username, name=name, password=PASSWORD, now=NOW)
    acting = parties.Acting(party)
    parties.add_member(acting=acting, person_id=person, place=place, valid_from=SINCE, now=NOW, using="owner")


def send_case(line: Line, number: int, case: str) -> str:
    """Send set `number`, sold by Qinghe, with the case's own fault; returns its order number."""
    sets = sold_by(firms.SELLERS[0], some_sets(1, first_no=number, lines=3))
    kinds = tuple(kind for kind in KINDS if (case, kind) != ("waiting", "waybill"))
    line.send_sets(_spoilt(sets, case), kinds)
    if case == "changed":
        line.now = NOW + timedelta(seconds=1)
        line.send(messages_of(sets, "order", app_type="2", app_time=NOW - timedelta(minutes=1), note="赠品已加"))
    return str(sets.orders["order_no"][0])


def sold_by(firm: firms.Firm, sets: Sets) -> Sets:
    """The same sets, sold by that firm."""
    seller = {"seller_code": pl.lit(firm.customs_code), "seller_name": pl.lit(firm.filed_name)}
    heads = {name: getattr(sets, name).with_columns(**seller) for name in ("orders", "slips", "waybills", "lists")}
    return replace(sets, **heads)


def _spoilt(sets: Sets, case: str) -> Sets:
    first = pl.col("gnum") == 1
    if case == "dear":
        price = pl.col("price") + Decimal("1.5")
        lines = sets.list_lines.with_columns(
            price=pl.when(first).then(price).otherwise(pl.col("price")),
            total_price=pl.when(first).then(price * pl.col("qty")).otherwise(pl.col("total_price")),
        )
        return replace(sets, list_lines=lines)
    if case == "heavy":
        heavier = sets.waybills.with_columns(gross_weight_kg=pl.col("gross_weight_kg") + Decimal(3))
        return replace(sets, waybills=heavier)
    if case == "foreign":
        country = pl.when(first).then(pl.lit("999")).otherwise(pl.col("country"))
        return replace(sets, list_lines=sets.list_lines.with_columns(country=country))
    return sets
