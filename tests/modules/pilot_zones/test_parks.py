"""Parks: no unit is let twice, tenants and parks see their own, a request is answered once."""

import threading
from datetime import date
from decimal import Decimal

import psycopg
import pytest
from django.db import connections

from entrepot.modules.parties import api as parties
from entrepot.modules.pilot_zones import api as pilot_zones
from entrepot.modules.pilot_zones.models import Lease, TenantRequest
from tests.databases import Database
from tests.factories import pilot_zones as factory
from tests.factories.line import NOW

OPERATOR, TENANT, OTHER = "9999967101", "9999961001", "9999961002"


@pytest.fixture
def park(db: Database) -> dict[str, int]:
    """A park with two units, and the ids of who is concerned."""
    firms = {code: factory.a_firm(code, f"企业{code}", f"Firm {code}") for code in (OPERATOR, TENANT, OTHER)}
    factory.a_park(firms[OPERATOR])
    return firms


def _let(park: dict[str, int], first: date, last: date, *, to: str = TENANT, number: str = "A-1") -> int:
    return pilot_zones.let(
        park_code="P1", number=number, tenant_id=park[to], tenant_code=to, first=first, last=last,
        acting=parties.Acting(park[OPERATOR]), now=NOW, using="owner",
    )  # fmt: skip


def test_two_leases_on_one_unit_are_impossible_in_the_database(park: dict[str, int], owner: psycopg.Connection) -> None:
    _let(park, date(2026, 1, 1), date(2026, 6, 30))
    with pytest.raises(pilot_zones.UnableToLet, match="A-1 is let from 2026-01-01 to 2026-06-30 already"):
        _let(park, date(2026, 6, 30), date(2026, 12, 31), to=OTHER)
    columns = "unit_id, operator_id, tenant_id, tenant_code, tenant_zh, tenant_en, made_at"
    copy = f"""INSERT INTO pilot_zones_lease ({columns}, valid_from, valid_until)
               SELECT {columns}, '2026-06-30', '2026-07-02' FROM pilot_zones_lease"""
    with pytest.raises(psycopg.errors.ExclusionViolation):
        owner.execute(copy)
    _let(park, date(2026, 7, 1), date(2026, 12, 31), to=OTHER)  # half-open: the day after is free
    _let(park, date(2026, 1, 1), date(2026, 6, 30), number="A-2")
    assert Lease.objects.using("owner").count() == 3


def test_of_sixteen_leases_at_once_on_one_unit_one_is_made(park: dict[str, int]) -> None:
    gate, made, refused = threading.Barrier(16, timeout=60), list[int](), list[str]()

    def try_it() -> None:
        try:
            gate.wait()
            made.append(_let(park, date(2026, 1, 1), date(2026, 6, 30)))
        except pilot_zones.UnableToLet as error:
            refused.append(error.reason)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=try_it) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (len(made), refused) == (1, ["unit_let"] * 15)


def test_a_lease_that_ends_before_it_begins_is_refused(park: dict[str, int]) -> None:
    with pytest.raises(pilot_zones.UnableToLet) as refused:
        _let(park, date(2026, 6, 30), date(2026, 6, 29))
    assert refused.value.reason == "lease_period"
    assert str(refused.value).startswith("Expected a last day on or after the first day 2026-06-30, found 2026-06-29")
    with pytest.raises(pilot_zones.UnableToLet, match="no park with the code P1 that you run"):
        pilot_zones.let(
            park_code="P1", number="A-1", tenant_id=park[TENANT], tenant_code=TENANT, first=date(2026, 1, 1),
            last=date(2026, 1, 2), acting=parties.Acting(park[OTHER]), now=NOW, using="owner",
        )  # fmt: skip
    assert Lease.objects.using("owner").count() == 0


def test_occupancy_counts_what_is_let_today(park: dict[str, int]) -> None:
    _let(park, date(2026, 1, 1), date(2026, 12, 31))
    _let(park, date(2027, 1, 1), date(2027, 12, 31), number="A-2")
    found = pilot_zones.park_coded("P1", using="owner")
    assert found is not None
    rows = pilot_zones.units_of(found, date(2026, 5, 4), using="owner")
    full = pilot_zones.occupancy(rows)
    assert (full.units, full.let, full.area, full.area_let) == (2, 1, Decimal(200), Decimal(50))
    assert full.of_a_hundred == Decimal("25.0")
    assert [row.following is not None for row in rows] == [False, True]


def test_a_tenant_asks_the_park_answers_and_nobody_else_sees_it(park: dict[str, int]) -> None:
    lease = _let(park, date(2026, 1, 1), date(2026, 12, 31))
    with pytest.raises(pilot_zones.UnableToLet, match="You hold no such lease today"):
        pilot_zones.ask(lease_id=lease, wish="Light", acting=parties.Acting(park[OTHER]), now=NOW, using="owner")
    number = pilot_zones.ask(
        lease_id=lease, wish="Light in hall A", acting=parties.Acting(park[TENANT]), now=NOW, using="owner"
    )
    with pytest.raises(pilot_zones.UnableToLet, match="no open request"):
        pilot_zones.answer(request_id=number, text="No", acting=parties.Acting(park[TENANT]), now=NOW, using="owner")
    operator = parties.Acting(park[OPERATOR])
    pilot_zones.answer(request_id=number, text="On Monday", acting=operator, now=NOW, using="owner")
    with pytest.raises(pilot_zones.UnableToLet, match="no open request"):
        pilot_zones.answer(request_id=number, text="On Tuesday", acting=operator, now=NOW, using="owner")
    seen = {}
    for code, firm in park.items():
        with parties.reading(parties.Reader((firm,), (), None, frozenset(), ())):
            seen[code] = ([row.answer for row in TenantRequest.objects.all()], Lease.objects.count())
    assert seen == {OPERATOR: (["On Monday"], 1), TENANT: (["On Monday"], 1), OTHER: ([], 0)}
