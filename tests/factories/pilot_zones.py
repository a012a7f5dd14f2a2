"""A pilot zone, its firms and measures, on the practice world of the pages."""

from datetime import date, datetime
from decimal import Decimal

from django.db import connections, transaction

from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.parties import api as parties
from entrepot.modules.pilot_zones import api as pilot_zones
from tests.factories.line import NOW
from tests.factories.portal import PASSWORD, SINCE, party

OFFICE = "9999968801"  # no firm of the practice world
TODAY = date(2026, 5, 4)
MEASURE = """
code: {code}
name: {{en: "First parcels", zh: "首批包裹"}}
amount_cny: "2000"
budget_cny: "{budget}"
first_day: 2026-01-01
last_day: {last}
source: "practice notice 1, article 2"
conditions:
{conditions}
"""
RELEASED = "- {figure: released_lists, at_least: 1}"


def office_of_a_pilot_zone(username: str = "office") -> int:
    """A firm that is the office of a pilot zone, with one person; returns its party id."""
    office = a_firm(OFFICE, "望塘练习综试区", "Wangtang practice pilot zone")
    pilot_zones.enter_pilot_zone(
        party_id=office, code=OFFICE, name_zh="望塘综试区（练习）", name_en="Wangtang pilot zone (practice)",
        place="望塘", now=NOW,
    )  # fmt: skip
    a_person(username, office)
    return office


def a_firm(code: str, name_zh: str, name_en: str) -> int:
    """A firm in the books."""
    return parties.register_enterprise(name_zh=name_zh, name_en=name_en, codes=[code], valid_from=SINCE, now=NOW)


def a_person(username: str, firm: int, place: str = "staff") -> int:
    """Somebody who works there and signs in with PASSWORD."""
    person = parties.create_person(username=username, name=username.title(), password=PASSWORD, now=NOW)
    acting = parties.Acting(firm)
    parties.add_member(acting=acting, person_id=person, place=place, valid_from=SINCE, now=NOW, using="owner")
    return person


def a_measure(
    office: int, code: str = "M1", *, conditions: str = RELEASED, budget: int = 20000, last: str = "2099-12-31"
) -> pilot_zones.Measure:
    """A published measure of 2,000 CNY a firm."""
    text = MEASURE.format(code=code, conditions=conditions, budget=budget, last=last)
    acting = parties.Acting(office)
    pilot_zones.publish(draft=pilot_zones.read_measure(text.encode()), acting=acting, now=NOW, using="owner")
    found = pilot_zones.measure_coded(code, using="owner")
    assert found is not None
    return found


def a_member(office: int, who: str = "qinghe", *, since: date = SINCE) -> int:
    """A firm of the portal that is a member; returns the membership's id."""
    firm, code = party(who), who
    if not who[0].isdigit():
        code = parties.firms([firm], using="owner")[firm].codes[0][1]
    number = pilot_zones.begin(
        office_id=office, firm_id=firm, firm_code=code, acting=parties.Acting(office), counts_from=since,
        place="望塘", now=NOW, using="owner",
    )  # fmt: skip
    pilot_zones.agree(member_id=number, acting=parties.Acting(firm), now=NOW, using="owner")
    return number


def counted(now: datetime = NOW) -> int:
    """Count everything as the worker does; how many firms."""
    with transaction.atomic(using="owner"):
        connections["owner"].ensure_connection()
        return pilot_zones.count(connections["owner"].connection, now=now)


def spent(measure: pilot_zones.Measure) -> tuple[Decimal, Decimal]:
    """What is free and what is spent of a measure's budget, by the ledger."""
    connections["owner"].ensure_connection()
    balance = ledgers.balances(connections["owner"].connection, pilot_zones.BUDGET, [str(measure.pk)])[str(measure.pk)]
    return balance.free, balance.spent


def a_park(operator: int, *, office: int | None = None) -> None:
    """Park P1 with units A-1 (50 m²) and A-2 (150 m²)."""
    pilot_zones.enter_park(
        operator_id=operator, code="P1", name_zh="望塘园区（练习）", name_en="Wangtang park (practice)", place="望塘",
        office_id=office, now=NOW,
    )  # fmt: skip
    for number, area in (("A-1", 50), ("A-2", 150)):
        acting = parties.Acting(operator)
        pilot_zones.add_unit(park_code="P1", number=number, area_m2=Decimal(area), acting=acting, now=NOW)


def make_pilot_zone_world() -> None:
    """For looking at pages: "office", "park" and "tenant" sign in; the measure begins in a future that stays one."""
    office = office_of_a_pilot_zone()
    operator, tenant = (
        a_firm(code, f"{name}（练习）", f"{name_en} (practice)")
        for code, name, name_en in (
            ("9999967101", "望塘园区", "Wangtang park"),
            ("9999967201", "望塘租户", "Wangtang tenant"),
        )
    )
    a_person("park", operator)
    a_person("tenant", tenant)
    a_member(office, "9999967201")
    later = MEASURE.format(code="M1", conditions=f"{RELEASED}\n- {{figure: member}}", budget=9000, last="2099-12-31")
    draft = pilot_zones.read_measure(later.replace("2026-01-01", "2099-01-01").encode())
    pilot_zones.publish(draft=draft, acting=parties.Acting(office), now=NOW, using="owner")
    a_park(operator, office=office)
    lease = pilot_zones.let(
        park_code="P1", number="A-1", tenant_id=tenant, tenant_code="9999967201", first=SINCE, last=date(2099, 12, 31),
        acting=parties.Acting(operator), now=NOW, using="owner",
    )  # fmt: skip
    pilot_zones.ask(lease_id=lease, wish="More light", acting=parties.Acting(tenant), now=NOW, using="owner")
    counted()
