"""Pages of measures, pilot zones, parks and clusters: each party sees its own, and does only what is its to do."""

import re

from entrepot.modules.pilot_zones import api as pilot_zones
from entrepot.modules.pilot_zones.models import Measure
from tests.factories import pilot_zones as factory
from tests.factories.line import NOW
from tests.factories.pilot_zones import RELEASED
from tests.factories.portal import Portal, party, signed_in

ANSWERS = {
    "given": ["name", "money", "conditions"], "code": "PAGE-1", "name_zh": "首批", "name_en": "First", "source": "n. 1",
    "amount": "2000", "budget": "6000", "first": "2026-01-01", "last": "2099-12-31", "figure_1": "released_lists",
    "least_1": "3", "figure_2": "member",
}  # fmt: skip


def once_of(content: bytes) -> str:
    """The key that a page was sent out with."""
    found = re.search(r'name="once" value="([^"]+)"', content.decode())
    assert found is not None
    return found[1]


def test_a_firm_sees_its_figures_and_the_office_who_has_it(portal: Portal) -> None:
    office = factory.office_of_a_pilot_zone()
    factory.a_measure(office, "FITS", conditions=f"{RELEASED}\n- {{figure: member}}")
    factory.a_measure(office, "LACKS", conditions="- {figure: released_lists, at_least: 500}")
    factory.a_member(office)
    pilot_zones.grant_all(now=NOW)
    seen = signed_in("qinghe").get("/measures/").content.decode()
    assert "Granted to you" in seen
    assert "more released lists until 2099-12-31" in seen
    other = signed_in("yunshan").get("/measures/").content.decode()
    assert "Granted to you" not in other
    assert "ask the pilot zone to list you as a member" in other
    own = signed_in("office").get("/measures/").content.decode()
    assert "Qinghe Gifts" in own
    assert "18,000.00" in own
    home = signed_in("yunshan").get("/").content.decode()
    assert "Support measures in force" in home


def test_an_office_publishes_by_answering_and_nobody_else_can(portal: Portal) -> None:
    office = factory.office_of_a_pilot_zone()
    client = signed_in("office")
    checked = client.get("/measures/publish/", ANSWERS)
    assert "lists released: at least 3" in checked.content.decode()
    assert client.post("/measures/publish/", {**ANSWERS, "once": once_of(checked.content)}).status_code == 302
    measure = Measure.objects.using("owner").get()
    assert (measure.office_id, measure.code, len(measure.conditions)) == (office, "PAGE-1", 2)
    again = client.get("/measures/publish/", ANSWERS)
    refused = client.post("/measures/publish/", {**ANSWERS, "once": once_of(again.content)})
    assert refused.status_code == 422
    assert "PAGE-1 is published already" in refused.content.decode()
    assert signed_in("qinghe").get("/measures/publish/").status_code == 403
    assert signed_in("qinghe").post("/measures/publish/", {**ANSWERS, "once": "x"}).status_code == 403
    assert Measure.objects.using("owner").count() == 1
    assert party("qinghe") != office


def test_an_answer_that_no_firm_can_meet_is_asked_again(portal: Portal) -> None:
    factory.office_of_a_pilot_zone()
    client = signed_in("office")
    short = client.get("/measures/publish/", {**ANSWERS, "budget": "100"})
    assert short.status_code == 422
    assert "at least one grant" in short.content.decode()
    high = client.get("/measures/publish/", {**ANSWERS, "figure_1": "pass_rate", "least_1": "101"})
    assert high.status_code == 422
    assert "No firm can ever meet pass_rate" in high.content.decode()
