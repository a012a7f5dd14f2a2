"""Pages of measures, pilot zones, parks and clusters: each party sees its own, and does only what is its to do."""

import re
from typing import Any

from entrepot.modules.pilot_zones import api as pilot_zones
from entrepot.modules.pilot_zones.models import Lease, Measure, Member, TenantRequest, Unit
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


def test_a_firm_and_an_office_agree_on_a_membership_in_their_pages(portal: Portal) -> None:
    office = factory.office_of_a_pilot_zone()
    client, firm = signed_in("office"), signed_in("qinghe")
    asked = {"given": ["firm", "counts"], "firm": "9999961001", "place": "望塘", "counts_from": "2026-01-01"}
    checked = client.get("/pilot-zone/invite/", asked)
    assert client.post("/pilot-zone/invite/", {**asked, "once": once_of(checked.content)}).status_code == 302
    row = Member.objects.using("owner").get()
    assert (row.office_id, row.firm_id, row.state, row.begun_by) == (office, party("qinghe"), "offered", "office")
    assert "A pilot zone invites you" in firm.get("/").content.decode()
    page = f"/pilot-zone/members/{row.pk}/"
    assert signed_in("yunshan").get(page).status_code == 404
    mine = client.get(page)
    assert client.post(page, {"deed": "agree", "once": once_of(mine.content)}).status_code == 404
    theirs = firm.get(page)
    assert firm.post(page, {"deed": "agree", "once": once_of(theirs.content)}).status_code == 302
    factory.counted()
    seen = client.get("/pilot-zone/?month=2026-05").content.decode()
    assert "Qinghe Gifts" in seen
    assert "Nothing was decided in this month." not in seen
    assert client.get("/pilot-zone/?month=2026-5").status_code == 404
    assert "/pilot-zone/" in firm.get("/").content.decode()
    assert "/pilot-zone/" not in signed_in("hongyan").get("/").content.decode()


def test_a_unit_is_let_asked_about_and_answered_in_pages(portal: Portal) -> None:
    operator = factory.a_firm("9999967101", "园区运营", "Park operator")
    factory.a_person("park", operator)
    factory.a_park(operator)
    client, tenant = signed_in("park"), signed_in("qinghe")
    unit = Unit.objects.using("owner").get(number="A-1")
    days = {"first": "2026-01-01", "last": "2099-12-31"}
    asked: dict[str, Any] = {"given": ["unit", "tenant", "days"], "unit": unit.pk, "firm": "9999961001", **days}
    backwards = client.get("/parks/let/", {**asked, "last": "2025-12-31"})
    assert backwards.status_code == 422
    assert "a lease cannot end before it begins" in backwards.content.decode()
    key = once_of(client.get("/parks/let/", asked).content)
    assert client.post("/parks/let/", {**asked, "once": key}).status_code == 302
    key = once_of(client.get("/parks/let/", asked).content)
    twice = client.post("/parks/let/", {**asked, "once": key})
    assert twice.status_code == 422
    assert "is let from 2026-01-01 to 2099-12-31 already" in twice.content.decode()
    assert tenant.get("/parks/let/").status_code == 403
    lease = Lease.objects.using("owner").get()
    ask = f"/parks/leases/{lease.pk}/ask/"
    key = once_of(tenant.get(ask).content)
    assert tenant.post(ask, {"text": "More light", "once": key}).status_code == 302
    assert "A tenant asks for something" in client.get("/").content.decode()
    answer = f"/parks/requests/{TenantRequest.objects.using('owner').get().pk}/"
    assert signed_in("yunshan").get(answer).status_code == 404
    key = once_of(client.get(answer).content)
    assert client.post(answer, {"text": "On Monday", "once": key}).status_code == 302
    assert "On Monday" in tenant.get("/parks/").content.decode()
    figures = f"/parks/leases/{lease.pk}/figures/"
    factory.counted()
    assert "not open to you" in client.get("/parks/").content.decode()
    assert client.post(figures, {"opened": "1", "once": "a"}).status_code == 404
    assert tenant.post(figures, {"opened": "1", "once": "a"}).status_code == 302
    assert Lease.objects.using("owner").get().figures_open
    assert "not open to you" not in client.get("/parks/").content.decode()
    assert "More light" not in signed_in("yunshan").get("/parks/").content.decode()


def test_clusters_and_the_register_are_pages(portal: Portal) -> None:
    office = factory.office_of_a_pilot_zone()
    factory.a_member(office)
    factory.counted()
    register = signed_in("qinghe").get("/pilot-zone/register/").content.decode()
    assert "178" in register
    assert "not known to us" in register
    assert "No cluster to show" in signed_in("qinghe").get("/clusters/").content.decode()
