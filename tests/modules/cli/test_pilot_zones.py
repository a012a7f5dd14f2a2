"""`zone …`, `cluster show` and `park …`."""

import pytest

from entrepot.modules.pilot_zones.api import UnableToJoin, UnableToLet
from entrepot.project.cli import parks
from entrepot.project.cli import pilot_zones as cli
from entrepot.project.wording import Refusal
from tests.databases import Database
from tests.factories import pilot_zones as factory
from tests.factories.line import Line, some_sets
from tests.modules.cli.conftest import Station

OFFICE, SELLER, OTHER, OPERATOR = "9999967001", "9999961001", "9999961002", "9999967101"


@pytest.fixture
def firms(practice: Station) -> None:
    for code in (OFFICE, SELLER, OTHER, OPERATOR):
        factory.a_firm(code, f"企业{code}", f"Firm {code}")
    practice.run(cli.make, code=OFFICE, name_zh="望塘综试区", name_en="Wangtang pilot zone", place="望塘")


@pytest.mark.usefixtures("firms")
def test_a_pilot_zone_has_members_statistics_and_clusters(practice: Station, db: Database) -> None:
    line = Line.opened(db.owner, some_sets(20))
    line.send_sets(some_sets(20))
    line.judge()
    line.close()
    practice.run(cli.invite, code=SELLER, as_code=OFFICE, place="望塘", since=None)
    practice.run(cli.join, office=OFFICE, as_code=OTHER, since="2026-05-01")
    with pytest.raises(UnableToJoin):
        practice.run(cli.agree, office=OFFICE, as_code=OFFICE, firm=SELLER)
    practice.run(cli.agree, office=OFFICE, as_code=SELLER, firm="")
    practice.run(cli.agree, office=OFFICE, as_code=OFFICE, firm=OTHER)
    states = [row["state"] for row in practice.run(cli.members, as_code=OFFICE)["members"]]
    assert states == ["member", "member"]
    found = practice.run(cli.statistics, as_code=OFFICE, month="2026-05")
    assert found["members"] == 2
    assert found["whole"]["released"] == sum(row["released"] for row in found["by_firm"]) > 0
    assert {row["key"] for row in found["by_firm"]} == {SELLER, OTHER}
    assert found["whole"]["pass_rate"] == "100.0"
    clusters = practice.run(cli.clusters, as_code=OFFICE, year=2026)["clusters"]
    assert {row["share"] for row in clusters} == {"100.0"}
    practice.run(cli.leave, office=OFFICE, as_code=SELLER, firm="")
    assert practice.run(cli.statistics, as_code=OFFICE, month="2026-05")["members"] == 1
    with pytest.raises(Refusal, match="found none"):
        practice.run(cli.leave, office=OFFICE, as_code=SELLER, firm="")
    with pytest.raises(UnableToJoin, match="2026-11"):
        practice.run(cli.statistics, as_code=OFFICE, month="May")


@pytest.mark.usefixtures("firms")
def test_a_park_lets_units_and_answers_its_tenants(practice: Station) -> None:
    practice.run(parks.make, park="P1", as_code=OPERATOR, name_zh="园区", name_en="Park", place="望塘", office=OFFICE)
    practice.run(parks.unit, park="P1", number="A-1", area="120.5", as_code=OPERATOR)
    days = {"first": "2026-01-01", "last": "2026-12-31"}
    practice.run(parks.lease, park="P1", number="A-1", to=SELLER, as_code=OPERATOR, **days)
    with pytest.raises(UnableToLet, match="is let from 2026-01-01 to 2026-12-31 already"):
        practice.run(parks.lease, park="P1", number="A-1", to=OTHER, as_code=OPERATOR, **days)
    backwards = {"first": "2027-02-01", "last": "2027-01-01"}
    with pytest.raises(UnableToLet, match="cannot end before it begins"):
        practice.run(parks.lease, park="P1", number="A-1", to=OTHER, as_code=OPERATOR, **backwards)
    found = practice.run(parks.show, park="P1")
    assert (found["units"], found["let"], found["area_let"], found["rate"]) == (1, 1, "120.5", "100.0")
    asked = practice.run(parks.ask, park="P1", number="A-1", wish="Light", as_code=SELLER)["id"]
    practice.run(parks.answer, request=asked, text="On Monday", as_code=OPERATOR)
    (row,) = practice.run(parks.requests, as_code=SELLER)["requests"]
    assert (row["state"], row["answer"]) == ("answered", "On Monday")
    assert practice.run(parks.requests, as_code=OTHER)["requests"] == []
    assert practice.run(parks.figures, park="P1", number="A-1", as_code=SELLER, close=False)["open"] is True
    with pytest.raises(Refusal, match="holds no lease"):
        practice.run(parks.ask, park="P1", number="A-1", wish="Light", as_code=OTHER)


def test_the_register_of_pilot_zones_names_its_sources(practice: Station) -> None:
    rows = practice.run(cli.register)["batches"]
    assert [row["total"] for row in rows] == [1, 13, 35, 59, 105, 132, 165, 178]
    assert all(row["source"] for row in rows)
