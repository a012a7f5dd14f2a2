"""An order is planned for, held, inspected, and shipped once its lot has passed."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from entrepot.modules.logistics import api as logistics
from entrepot.modules.parties import api as parties
from entrepot.modules.quality import api as quality
from entrepot.store import connection as connections
from tests.factories.line import NOW

if TYPE_CHECKING:
    from tests.factories.inspections import Inspecting


def open_holds(inspecting: "Inspecting") -> list[str]:
    order, _ = inspecting.shipping.order()
    holds = logistics.holds_on(order.order_no, order.marketplace_id, using="owner")
    return [one.why_en for one in holds if one.lifted_at is None]


def test_a_thousand_units_at_level_two_and_two_and_a_half_percent(inspecting: "Inspecting") -> None:
    row = inspecting.plan(inspecting.ask())
    assert (row.lot, row.letter, row.sample, row.accept, row.state) == (1000, "J", 80, 5, "asked")
    assert quality.plan(1000, "II", Decimal("2.5")).reject == 6
    assert open_holds(inspecting) == ["An inspection waits for its result."]
    with pytest.raises(logistics.UnableToShip, match="is not to be shipped: An inspection waits for its result"):
        inspecting.shipping.book()


def test_a_lot_with_as_many_faulty_units_as_allowed_passes_and_is_shipped(inspecting: "Inspecting") -> None:
    plan = inspecting.ask()
    assert inspecting.result(plan, 5, note="Two dented lids") == "passed"
    row = inspecting.plan(plan)
    assert (row.state, row.inspected, row.faulty, row.note, row.result_at) == ("passed", 80, 5, "Two dented lids", NOW)
    assert open_holds(inspecting) == []
    assert inspecting.shipping.book() > 0


def test_a_lot_with_one_more_fails_and_is_not_booked_until_a_new_plan_passes(inspecting: "Inspecting") -> None:
    first = inspecting.ask()
    assert inspecting.result(first, 6) == "failed"
    said = f"Inspection plan {first} failed: at most 5 faulty of 80, found 6."
    assert open_holds(inspecting) == [said]
    with pytest.raises(logistics.UnableToShip) as refused:
        inspecting.shipping.book()
    assert said in refused.value.sentence("en")
    assert f"检验方案 {first} 不合格：80 件中不合格应不超过 5，实为 6。" in refused.value.sentence("zh")
    again = inspecting.ask()
    assert open_holds(inspecting) == [said, "An inspection waits for its result."]
    assert inspecting.result(again, 0) == "passed"
    assert open_holds(inspecting) == []
    assert inspecting.shipping.book() > 0


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"lot": Decimal("1.9")}, "at least 2 whole units, found 1"),
        ({"level": "S-1"}, r"one of the levels I, II, III .*; found S-1, 2\.5"),
        ({"aql": Decimal(3)}, "found II, 3"),
    ],
)
def test_what_no_plan_can_be_made_of_is_refused(inspecting: "Inspecting", changed: dict[str, Any], said: str) -> None:
    with pytest.raises(quality.UnableToInspect, match=said):
        inspecting.ask(**changed)
    assert quality.inspections_of([inspecting.shipping.seller.party_id], size=9, using="owner") == []
    assert open_holds(inspecting) == []


def test_only_the_seller_asks_and_only_an_inspection_firm_other_than_itself(inspecting: "Inspecting") -> None:
    seller, bank = inspecting.shipping.seller.party_id, inspecting.shipping.lending.party["bank"]
    for changed, said in (
        ({"acting": parties.Acting(bank)}, "Expected an order of your firm"),
        ({"inspector_id": bank}, "role inspection firm, found one without it"),
        ({"inspector_id": seller}, "other than the seller"),
    ):
        with pytest.raises(quality.UnableToInspect, match=said):
            inspecting.ask(**changed)
    assert open_holds(inspecting) == []
    order, _ = inspecting.shipping.order()
    grants = parties.grants_of(seller, using="owner")
    assert [grant for grant in grants if grant.order_no == order.order_no] == []


def test_an_order_has_one_plan_at_a_time_and_none_after_it_passed(inspecting: "Inspecting") -> None:
    plan = inspecting.ask()
    with pytest.raises(quality.UnableToInspect, match=f"plan {plan} of order .* waits for its result already"):
        inspecting.ask()
    assert len(open_holds(inspecting)) == 1
    inspecting.result(plan, 0)
    with pytest.raises(quality.UnableToInspect, match=f"passed inspection plan {plan}"):
        inspecting.ask()
    assert open_holds(inspecting) == []


def test_nobody_shops_for_a_pass(inspecting: "Inspecting") -> None:
    inspecting.result(inspecting.ask(), 6)
    for changed in ({"inspector_id": inspecting.second}, {"level": "I"}, {"aql": Decimal(10)}):
        with pytest.raises(quality.UnableToInspect, match=r"the same firm, level II and AQL 2\.5"):
            inspecting.ask(**changed)
    assert len(open_holds(inspecting)) == 1


@pytest.mark.parametrize(("inspected", "faulty"), [(79, 0), (1001, 0), (80, 81), (80, -1)])
def test_a_result_of_another_shape_is_refused(inspecting: "Inspecting", inspected: int, faulty: int) -> None:
    plan = inspecting.ask()
    with pytest.raises(quality.UnableToInspect, match="Expected 80 to 1000 units inspected"):
        inspecting.result(plan, faulty, inspected=inspected)
    row = inspecting.plan(plan)
    assert (row.state, row.inspected, row.faulty) == ("asked", None, None)
    assert open_holds(inspecting) == ["An inspection waits for its result."]


def test_a_result_is_recorded_once_and_by_the_firm_of_the_plan(inspecting: "Inspecting") -> None:
    plan = inspecting.ask()
    for by in (inspecting.second, inspecting.shipping.seller.party_id):
        with pytest.raises(quality.UnableToInspect, match=f"found none with the number {plan}"):
            inspecting.result(plan, 0, by=by)
    assert inspecting.plan(plan).state == "asked"
    inspecting.result(plan, 6)
    with pytest.raises(quality.UnableToInspect, match=f"plan {plan} has its result since 2026-05-04: failed"):
        inspecting.result(plan, 0)
    assert inspecting.plan(plan).state == "failed"


def test_the_two_sides_see_a_plan_strangers_nothing_and_only_the_inspector_writes(inspecting: "Inspecting") -> None:
    inspecting.ask()
    sides = {
        "seller": inspecting.shipping.seller.party_id, "inspector": inspecting.inspector,
        "second": inspecting.second, "bank": inspecting.shipping.lending.party["bank"],
    }  # fmt: skip
    seen = {}
    for who, party in sides.items():
        with connections.web([party]) as web:
            count = len(web.execute("SELECT 1 FROM quality_inspection").fetchall())
            written = web.execute(
                "UPDATE quality_inspection SET state = 'passed', inspected = 80, faulty = 0, result_at = now()"
            ).rowcount
            seen[who] = (count, written)
            web.rollback()
    assert seen == {"seller": (1, 0), "inspector": (1, 1), "second": (0, 0), "bank": (0, 0)}


def test_the_database_itself_refuses_a_result_that_does_not_fit_its_plan(inspecting: "Inspecting") -> None:
    inspecting.ask()
    with connections.web([inspecting.inspector]) as web, pytest.raises(psycopg.errors.CheckViolation):
        web.execute("UPDATE quality_inspection SET state = 'passed', inspected = 80, faulty = 6, result_at = now()")
