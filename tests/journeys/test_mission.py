"""From the stall to the bank by the command line: one practice folder, every line of the programme, one after another.

Each step changes the record or is refused with a reason; the pages walk the same in tests/browser/test_mission.py.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from entrepot.project.practice import firms
from entrepot.project.practice import market as practice_market
from entrepot.project.practice import pilot_zones as practice_zone
from entrepot.project.practice import warehouse as practice_warehouse
from entrepot.project.practice.academy import NAME as CLASS
from entrepot.project.practice.lending import ORDER_NO as SOLD
from entrepot.project.wording import Refusal
from tests.databases import Cleaner, Database
from tests.modules.cli.conftest import Station, made

SELLER, BROKER, BANK = (firm.customs_code for firm in (firms.SELLERS[0], firms.BROKER, firms.BANK))
SECOND_BANK, CARRIER = firms.SECOND_BANK.customs_code, firms.CARRIERS[0].customs_code
LINES = 12
RATES = "origin,destination,from_kg,to_kg,price,per,currency,days,valid_from\nCN,DE,0,30,4.10,kg,USD,12,2020-01-01\n"


@pytest.fixture
def station(_cleaner: tuple[Database, Cleaner], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """The practice world as a newcomer finds it."""
    from tests.factories.newcomer import loaded

    _cleaner[1].clean()
    found = made("practice", tmp_path / "data", monkeypatch)
    found.now = datetime.now(UTC)
    with loaded(found.path):
        yield found


def test_every_line_of_the_programme_from_the_command_line(station: Station, tmp_path: Path) -> None:
    _the_programme(station)
    _one_record_and_other_eyes_on_it(station, tmp_path)
    _the_way_in(station)
    _the_pilot_zone(station)
    _the_showroom(station)
    _the_market(station)
    _the_warehouse(station)
    _a_parcel(station, tmp_path)
    _money(station, tmp_path)
    _a_class(station, tmp_path)


def _the_programme(station: Station) -> None:
    from entrepot.project.cli.mission import mission

    lines = station.run(mission)["lines"]
    assert len(lines) == LINES
    states = {target["state"] for line in lines for target in line["targets"]}
    assert {"met", "open", "unknown"} <= states <= {"met", "missed", "open", "unknown"}


def _one_record_and_other_eyes_on_it(station: Station, tmp_path: Path) -> None:
    from entrepot.project.cli.exchange import receive
    from entrepot.project.cli.record import record
    from entrepot.project.cli.sharing import share, verify
    from entrepot.project.practice.hamburg import ORDER_NO

    assert len(station.run(record, order_no=ORDER_NO, marketplace=None, seller=None)["entries"]) >= 8
    parts: dict[str, Any] = {"parts": "order,customs", "to": None, "until": None, "seller": None, "revoke": None}
    package, events = tmp_path / "record.json", tmp_path / "events.json"
    station.run(share, record=ORDER_NO, file=package, form="package", **parts)
    assert station.run(verify, file=package)
    kept = station.run(receive, file=package, fingerprint=None, owner=BANK)
    with pytest.raises(Refusal):
        station.run(receive, file=package, fingerprint=None, owner=BANK)
    station.run(share, record=ORDER_NO, file=events, form="epcis", **parts)
    assert json.loads(events.read_bytes())["type"] == "EPCISDocument"
    package.write_bytes(package.read_bytes().replace(b"WT-HAMBURG", b"WT-HAMBURH", 1))
    with pytest.raises(Refusal):
        station.run(verify, file=package)
    assert kept


def _the_way_in(station: Station) -> None:
    from entrepot.project.cli.classify import classify
    from entrepot.project.cli.listings import list_listings
    from entrepot.project.cli.onramp import onramp

    stands = station.run(onramp, seller=firms.SELLERS[1].customs_code, sheet=None, orders=None, mapping=None)
    assert stands
    nothing: dict[str, Any] = {"seller": None, "item": None, "choose": None, "why": None, "by": None}
    assert station.run(classify, description="ceramic mug printed", **nothing)["candidates"][0]["code"] == "691200"
    assert station.run(classify, description="gift", **nothing)["declined"]
    assert "stopped" in {row["state"] for row in station.run(list_listings, firm=SELLER)["listings"]}


def _the_pilot_zone(station: Station) -> None:
    from entrepot.project.cli import measures, parks, pilot_zones

    stands = {one["code"]: one["stand"] for one in station.run(measures.fit, as_code=SELLER)["measures"]}
    assert stands["WT-1"] in {"fits", "granted"}
    assert stands["WT-2"] not in {"fits", "granted"}
    station.run(measures.grant)
    stands = {one["code"]: one["stand"] for one in station.run(measures.fit, as_code=SELLER)["measures"]}
    assert stands["WT-1"] == "granted"
    figures = station.run(pilot_zones.statistics, as_code=practice_zone.OFFICE.customs_code, month=None)
    assert figures["members"] == 1
    (wish,) = station.run(parks.requests, as_code=SELLER)["requests"]
    park = practice_zone.OPERATOR.customs_code
    assert station.run(parks.answer, request=wish["number"], text="Done · 已修复", as_code=park)


def _the_showroom(station: Station) -> None:
    from entrepot.project.cli import marketing

    buyer = firms.BUYER.customs_code
    wares = station.run(marketing.show, address="qinghe", firm=buyer)["wares"]
    asked = station.run(
        marketing.ask, address="qinghe", item=wares[0]["item_no"], quantity="24", firm=buyer, message=""
    )
    until = (station.now + timedelta(days=30)).date().isoformat()
    number: dict[str, Any] = {"number": asked["enquiry"], "firm": SELLER}
    station.run(marketing.answer, price="4.20", until=until, message="", decline=False, **number)
    assert station.run(marketing.order, **number)["order_no"]
    with pytest.raises(Refusal):
        station.run(marketing.order, **number)


def _the_market(station: Station) -> None:
    from entrepot.project.cli import deals

    dealer, stall = practice_market.DEALER.credit_code, practice_market.STALLS[0].credit_code
    made = station.run(
        deals.make, stall=stall, goods="陶瓷杯", hs_code="6912001000", quantity="100", unit="007", price="12.5",
        buyer=practice_market.BUYER.code, firm=dealer, booth="", record=None,
    )  # fmt: skip
    deal, box = made["deal_no"], "PRAC7654321"
    load: dict[str, Any] = {
        "deal_no": deal, "container": box, "firm": dealer, "quantity": None, "buyer": practice_market.BUYER.code,
        "buyer_name": "Elbe Trading", "buyer_country": "DE", "buyer_document": "PX1", "rate": "7.1",
        "rate_source": "practice",
    }  # fmt: skip
    with pytest.raises(Refusal):
        station.run(deals.load, **load)
    station.run(deals.confirm, deal_no=deal, firm=stall)
    station.run(deals.load, **load)
    station.run(deals.declare, container=box, firm=dealer)
    assert {one["verdict"] for one in station.run(deals.decide)["decided"]} == {"pass"}
    paid = station.run(deals.settle, deal_no=deal, amount="1250.00", reference="B-1", firm=dealer, paid_on=None)
    assert paid["left"] == "0"


def _the_warehouse(station: Station) -> None:
    from entrepot.project.cli import stock

    keeper, (mug, _bag) = practice_warehouse.OPERATOR.customs_code, practice_warehouse.WARES
    came: dict[str, Any] = {"shipment_no": practice_warehouse.COMES, "firm": keeper}
    station.run(stock.receive, scan=mug.barcode, quantity="40", close=False, **came)
    wish: dict[str, Any] = {
        "item_no": mug.item_no, "warehouse": practice_warehouse.HAMBURG.code, "order": SOLD, "firm": SELLER,
        "seller": None,
    }  # fmt: skip
    with pytest.raises(Refusal):
        station.run(stock.reserve, quantity="100000", **wish)
    number = station.run(stock.reserve, quantity="2", **wish)["dispatch_no"]
    station.run(stock.pick, dispatch_no=number, scan=mug.barcode, firm=keeper, quantity="2")
    station.run(stock.pack, dispatch_no=number, firm=keeper)
    assert station.run(stock.ship, dispatch_no=number, carrier="DHL", waybill="JD1", firm=keeper)["state"] == "shipped"


def _a_parcel(station: Station, tmp_path: Path) -> None:
    from entrepot.project.cli import inspection, parcels

    sheet, out = tmp_path / "rates.csv", tmp_path / "label.pdf"
    sheet.write_text(RATES)
    station.run(parcels.bring, file=sheet, by=CARRIER)
    (quote,) = station.run(parcels.quote, origin="CN", destination="DE", weight="5")["quotes"]
    assert quote["price"] == "20.50"
    wish: dict[str, Any] = {"order_no": SOLD, "by": SELLER, "rate": quote["rate"], "weight": "5", "marketplace": None}
    firm = firms.INSPECTOR.customs_code
    plan = station.run(inspection.plan, order_no=SOLD, by=SELLER, inspector=firm)
    with pytest.raises(Refusal, match="is not to be shipped"):
        station.run(parcels.book, **wish)
    everything = {"inspected": plan["sample"], "faulty": 0, "note": ""}
    assert station.run(inspection.result, number=plan["plan"], by=firm, **everything)["state"] == "passed"
    booked = station.run(parcels.book, **wish)
    with pytest.raises(Refusal, match="customs data that the catalogue lacks"):
        station.run(parcels.label, booking=booked["booking"], by=SELLER, out=out)


def _money(station: Station, tmp_path: Path) -> None:
    from entrepot.project.cli import finance, statements
    from entrepot.project.cli.record import record

    _released(station)
    due = (station.now + timedelta(days=60)).date().isoformat()
    terms = {one["name_en"]: one["terms"] for one in station.run(finance.terms, publish=None, by=None)["terms"]}
    cases = []
    for bank, name in ((BANK, "Order advance (practice)"), (SECOND_BANK, "Export advance (practice)")):
        asked = station.run(finance.ask, order_no=SOLD, by=SELLER, terms_id=terms[name], amount="40", marketplace=None)
        station.run(finance.offer, case=asked["case"], by=bank, amount="40", due=due)
        cases.append(asked["case"])
    station.run(finance.accept, case=cases[0], by=SELLER)
    with pytest.raises(Refusal, match="not financed yet"):
        station.run(finance.accept, case=cases[1], by=SELLER)
    station.run(finance.pay, case=cases[0], by=BANK)
    station.run(finance.repaid, case=cases[0], by=BANK)
    assert station.run(finance.accept, case=cases[1], by=SELLER)["state"] == "accepted"
    out = tmp_path / "statement.xml"
    station.run(statements.practice, orders=[SOLD], by=SELLER, out=out)
    (brought,) = station.run(statements.bring, file=out, by=SELLER)["statements"]
    assert (brought["matched"], brought["open"]) == (1, 1)
    kinds = {one["kind"] for one in station.run(record, order_no=SOLD, marketplace=None, seller=None)["entries"]}
    assert {"accepted", "repaid", "settled", "booked"} <= kinds


def _released(station: Station) -> None:
    """The list of the sale may have been drawn for a look: an officer lets it go."""
    from entrepot.project.cli.record import record
    from entrepot.project.cli.review import review

    (declared,) = station.run(record, order_no=SOLD, marketplace=None, seller=None)["lists"]
    if declared["state"] == "held":
        station.run(review, cop_no=declared["cop_no"], found="looked at", release=True, refuse=None, filer=None)


def _a_class(station: Station, tmp_path: Path) -> None:
    from entrepot.modules.academy import api as academy
    from entrepot.project.cli.academy import class_results, exercise_answer, exercise_show
    from entrepot.project.cli.sharing import verify

    code = next(one.code for one in academy.TaughtClass.objects.using("owner").all() if one.name == CLASS)
    out = tmp_path / "result.json"
    for exercise in academy.EXERCISES:
        task = station.run(exercise_show, code=code, exercise=exercise, username="learner-2")
        answer = [
            f"{one['name']}={one['given'] or (one['options'][0]['value'] if one['options'] else '1')}"
            for one in task["questions"]
        ]
        station.run(exercise_answer, code=code, exercise=exercise, answer=answer, username="learner-2")
        with pytest.raises(academy.UnableToAnswer, match="the first answer counts"):
            station.run(exercise_answer, code=code, exercise=exercise, answer=answer, username="learner-2")
    station.run(class_results, code=code, learner="learner-2", file=out)
    assert "Not a state qualification" in json.dumps(station.run(verify, file=out), ensure_ascii=False)
