"""A pilot zone in the practice world: two measures, members, a park with tenants, one request. Invented."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Acting
from entrepot.modules.pilot_zones import api as pilot_zones
from entrepot.modules.pilot_zones.api import Condition, MeasureDraft
from entrepot.project.practice.firms import SELLERS, Firm
from entrepot.store.connection import under_django

OFFICE = Firm("9999976001", "91999999MA1PR0359Q", "望塘综试区管理中心", "Wangtang pilot zone office", ())
OPERATOR = Firm("9999976002", "91999999MA1PR0367K", "望塘园区运营有限公司", "Wangtang Park", ("park_operator",))
PEOPLE = (
    ("pilot-zone", "练习综试区人员 · Practice pilot-zone officer", OFFICE),
    ("park", "练习园区人员 · Practice park manager", OPERATOR),
)
PARK = "WT-PARK"
PLACE = "Wangtang · 望塘"
_UNITS = (("A-1", 60), ("A-2", 80), ("A-3", 80), ("B-1", 240), ("B-2", 240), ("C-1", 500))
_WISH = "The loading bay is dark at night, please repair the light · 月台夜间照明不足，请检修"
_SOURCE = "practice notice 1 · 练习通知第 1 号"


def plant(*, now: datetime) -> None:
    """Firms, people, pilot zone, members, park and measures where they are missing."""
    office, operator = (_registered(firm, now) for firm in (OFFICE, OPERATOR))
    for username, name, firm in PEOPLE:
        if not parties.Person.objects.using("owner").filter(username=username).exists():
            parties.commands.create_person(
                username=username, name=name, firm_code=firm.customs_code, place="administrator", now=now
            )
    if pilot_zones.office_of([office.party_id], using="owner") is None:
        pilot_zones.enter_pilot_zone(
            party_id=office.party_id, code=OFFICE.customs_code, name_zh="望塘综试区（练习）",
            name_en="Wangtang pilot zone (practice)", place=PLACE, now=now,
        )  # fmt: skip
        _join(office, now)
        _publish(office, now)
    if pilot_zones.park_coded(PARK, using="owner") is None:
        _let(office, operator, now)


def count_and_grant(*, now: datetime) -> None:
    """Count all decided lists anew and grant what they prove."""
    with transaction.atomic(using="owner"):
        pilot_zones.count(under_django("owner"), now=now, everything=True)
    pilot_zones.grant_all(now=now)


def _registered(firm: Firm, now: datetime) -> Acting:
    known = parties.known_code(firm.customs_code, using="owner")
    if known is None:
        known = parties.register_enterprise(
            name_zh=firm.filed_name, name_en=firm.name_en, codes=(firm.customs_code, firm.credit_code),
            roles=firm.roles, now=now, valid_from=_year(now),
        )  # fmt: skip
    return Acting(known)


def _join(office: Acting, now: datetime) -> None:
    """The first seller is a member; the second one is invited and has not answered."""
    for place, firm in enumerate(SELLERS[:2]):
        seller = _party(firm)
        number = pilot_zones.begin(
            office_id=office.party_id, firm_id=seller, firm_code=firm.customs_code, acting=office, place=PLACE,
            counts_from=_year(now), now=now, using="owner",
        )  # fmt: skip
        if place == 0:
            pilot_zones.agree(member_id=number, acting=Acting(seller), now=now, using="owner")


def _publish(office: Acting, now: datetime) -> None:
    """One measure that fits the first seller, and one that it lacks something for."""
    first, last = _year(now), date(now.year, 12, 31)
    member = Condition("member", Decimal(1), None)
    for code, zh, en, amount, conditions in (
        ("WT-1", "首批包裹补贴（练习）", "First parcels (practice)", 2000,
         (Condition("released_lists", Decimal(1), None), member)),
        ("WT-2", "规模出口补贴（练习）", "Export at scale (practice)", 20000,
         (Condition("released_lists", Decimal(5000), None, form="9610"), Condition("pass_rate", Decimal(95), None),
          member)),
    ):  # fmt: skip
        draft = MeasureDraft(code, zh, en, Decimal(amount), Decimal(5 * amount), first, last, _SOURCE, conditions)
        pilot_zones.publish(draft=draft, acting=office, now=now, using="owner")


def _let(office: Acting, operator: Acting, now: datetime) -> None:
    pilot_zones.enter_park(
        operator_id=operator.party_id, code=PARK, name_zh="望塘跨境电商园（练习）",
        name_en="Wangtang cross-border park (practice)", place=PLACE, office_id=office.party_id, now=now,
    )  # fmt: skip
    for number, area in _UNITS:
        pilot_zones.add_unit(park_code=PARK, number=number, area_m2=Decimal(area), acting=operator, now=now)
    leases = [
        pilot_zones.let(
            park_code=PARK, number=number, tenant_id=_party(firm), tenant_code=firm.customs_code, first=_year(now),
            last=_year(now) + timedelta(days=729), acting=operator, now=now, using="owner",
        )
        for number, firm in (("A-1", SELLERS[0]), ("B-1", SELLERS[1]))
    ]  # fmt: skip
    tenant = Acting(_party(SELLERS[0]))
    pilot_zones.open_figures(lease_id=leases[0], opened=True, acting=tenant, now=now, using="owner")
    pilot_zones.ask(lease_id=leases[0], wish=_WISH, acting=tenant, now=now, using="owner")


def _party(firm: Firm) -> int:
    found = parties.known_code(firm.customs_code, using="owner")
    assert found is not None
    return found


def _year(now: datetime) -> date:
    return parties.china_day(now).replace(month=1, day=1)
