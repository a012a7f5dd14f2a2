"""Inspection plans from the command line."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from entrepot.project.cli import inspection, parcels
from entrepot.project.practice.firms import BANK, INSPECTOR
from entrepot.project.wording import Refusal
from tests.databases import Database
from tests.modules.cli.conftest import Station

if TYPE_CHECKING:
    from tests.factories.inspections import Inspecting


@pytest.fixture
def inspecting(db: Database, practice: Station) -> "Iterator[Inspecting]":
    from tests.factories.inspections import make_inspecting

    made = make_inspecting(db.owner)
    yield made
    made.shipping.lending.line.close()


def test_a_plan_that_fails_bars_the_booking_and_the_next_one_opens_it(
    practice: Station, inspecting: "Inspecting"
) -> None:
    seller, order_no = inspecting.shipping.lending.seller_code, inspecting.shipping.lending.order_no
    units = int(sum(line.qty for line in inspecting.shipping.order()[1]))
    wanted = {"order_no": order_no, "by": seller, "inspector": INSPECTOR.customs_code, "level": "III", "aql": "10"}
    made = practice.run(inspection.plan, **wanted)
    assert (made["lot"], made["order_no"]) == (units, order_no)
    found = {"number": made["plan"], "by": INSPECTOR.customs_code, "inspected": made["sample"]}
    assert practice.run(inspection.result, **found, faulty=made["reject"], note="Dented")["state"] == "failed"
    (rate,) = practice.run(parcels.quote, origin="CN", destination="DE", weight="5")["quotes"]
    booking = {"order_no": order_no, "by": seller, "rate": rate["rate"], "weight": "5"}
    with pytest.raises(Refusal, match=f"Inspection plan {made['plan']} failed: at most {made['accept']} faulty"):
        practice.run(parcels.book, **booking)
    again = practice.run(inspection.plan, **wanted)
    passed = practice.run(inspection.result, **found | {"number": again["plan"]}, faulty=0)
    assert passed == {"plan": again["plan"], "state": "passed"}
    assert practice.run(parcels.book, **booking)["order_no"] == order_no
    shown = practice.run(inspection.show, by=INSPECTOR.customs_code)["inspections"]
    assert [(row["plan"], row["state"]) for row in shown] == [(again["plan"], "passed"), (made["plan"], "failed")]


def test_refusals_are_said_and_nothing_is_kept(practice: Station, inspecting: "Inspecting") -> None:
    seller, order_no = inspecting.shipping.lending.seller_code, inspecting.shipping.lending.order_no
    with pytest.raises(Refusal, match="role inspection firm"):
        practice.run(inspection.plan, order_no=order_no, by=seller, inspector=BANK.customs_code)
    with pytest.raises(Refusal, match="found II, 3"):
        practice.run(inspection.plan, order_no=order_no, by=seller, inspector=INSPECTOR.customs_code, aql="3")
    with pytest.raises(Refusal, match="found none with the number 99"):
        practice.run(inspection.result, number=99, by=INSPECTOR.customs_code, inspected=1, faulty=0)
    assert practice.run(inspection.show, by=seller) == {"inspections": []}
