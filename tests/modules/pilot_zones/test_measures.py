"""Measures as data: published or refused whole, seen with what is lacking, granted where the record proves it."""

import threading
from datetime import UTC, date, datetime
from decimal import Decimal

import psycopg
import pytest
from django.db import connections

from entrepot.modules.parties import api as parties
from entrepot.modules.pilot_zones import api as pilot_zones
from entrepot.modules.pilot_zones.models import Measure, MeasureGrant
from tests.databases import Database
from tests.factories import pilot_zones as factory
from tests.factories.line import NOW
from tests.factories.pilot_zones import MEASURE, RELEASED
from tests.factories.portal import Portal, party

LATER = datetime(2026, 5, 5, 8, tzinfo=UTC)
IMPOSSIBLE = {
    "figure_unknown": "- {figure: friends_in_office, at_least: 1}",
    "limit_missing": "- {figure: released_lists}",
    "never_met": "- {figure: released_lists, at_least: 10, at_most: 5}",
    "period_outside": "- {figure: released_lists, at_least: 1, first_day: 2100-01-01, last_day: 2100-02-01}",
    "end_before_begin": "- {figure: released_lists, at_least: 1, first_day: 2026-06-01, last_day: 2026-05-01}",
    "period_alone": "- {figure: member, first_day: 2026-05-01}",
    "conditions_number": "  []",
    "number_form": "- {figure: released_lists, at_least: many}",
    "file_form": "- {figure: released_lists, at_least: 1, unless: friend}",
}


@pytest.fixture
def office(db: Database) -> int:
    return factory.office_of_a_pilot_zone()


def _publish(text: str, office: int) -> None:
    draft = pilot_zones.read_measure(text.encode())
    pilot_zones.publish(draft=draft, acting=parties.Acting(office), now=NOW, using="owner")


@pytest.mark.parametrize("reason", sorted(IMPOSSIBLE))
def test_an_impossible_condition_is_refused_and_nothing_is_written(office: int, reason: str) -> None:
    text = MEASURE.format(code="M1", conditions=IMPOSSIBLE[reason], budget=20000, last="2099-12-31")
    with pytest.raises(pilot_zones.UnableToPublish) as refused:
        _publish(text, office)
    assert refused.value.reason == reason
    assert Measure.objects.using("owner").count() == 0


def test_more_than_most_in_a_part_of_the_period_can_never_be(office: int) -> None:
    part = "- {figure: released_lists, at_least: 20, first_day: 2026-05-01, last_day: 2026-05-31, form: '9610'}"
    whole = "- {figure: released_lists, at_most: 10, first_day: 2026-04-01, last_day: 2026-06-30}"
    other = "- {figure: released_lists, at_most: 10, first_day: 2026-06-01, last_day: 2026-06-30}"
    with pytest.raises(pilot_zones.UnableToPublish, match="at least 20, at most 10"):
        factory.a_measure(office, conditions=f"{part}\n{whole}")
    assert factory.a_measure(office, conditions=f"{part}\n{other}").code == "M1"


@pytest.mark.parametrize(
    ("budget", "last", "reason"),
    [(1999, "2099-12-31", "budget_short"), (20000, "2025-12-31", "end_before_begin"), (20000, "soon", "day_form")],
)
def test_a_budget_below_one_grant_and_an_end_before_the_beginning_are_refused(
    office: int, budget: int, last: str, reason: str
) -> None:
    with pytest.raises(pilot_zones.UnableToPublish) as refused:
        factory.a_measure(office, budget=budget, last=last)
    assert refused.value.reason == reason
    assert Measure.objects.using("owner").count() == 0


def test_the_same_code_twice_and_a_firm_that_is_no_office_are_refused(office: int) -> None:
    factory.a_measure(office)
    with pytest.raises(pilot_zones.UnableToPublish, match="M1 is published already"):
        factory.a_measure(office)
    with pytest.raises(pilot_zones.UnableToPublish, match="Expected the office of a pilot zone"):
        factory.a_measure(factory.a_firm("9999961001", "青禾", "Qinghe"), "M2")
    assert Measure.objects.using("owner").count() == 1


def test_a_firm_sees_which_fits_which_figure_fails_and_what_would_make_it_fit(portal: Portal) -> None:
    office = factory.office_of_a_pilot_zone()
    many = "- {figure: released_lists, at_least: 500, last_day: 2026-12-31}\n- {figure: member}"
    factory.a_measure(office, "FIRST")
    factory.a_measure(office, "MANY", conditions=many)
    factory.counted()
    released = portal.line.states()["released"]
    seen = {fit.measure.code: fit for fit in pilot_zones.fits(party("qinghe"), now=NOW, using="owner")}
    assert seen["FIRST"].stand == "fits"
    assert seen["MANY"].stand == "lacks"
    lists, member = seen["MANY"].checks
    mine = lists.found
    assert mine is not None
    assert 0 < mine <= released
    said = lists.condition.lacking(mine, date(2026, 5, 4), chinese=False)
    assert said == f"{500 - int(mine)} more released lists until 2026-12-31"
    assert (member.found, member.met) == (Decimal(0), False)
    over = lists.condition.lacking(mine, date(2027, 1, 1), chinese=False)
    assert over == "cannot be met any more in this period"


def test_it_is_granted_without_application_once_and_paid_from_the_budget(portal: Portal) -> None:
    office = factory.office_of_a_pilot_zone()
    measure = factory.a_measure(office, conditions=f"{RELEASED}\n- {{figure: member}}", budget=5000)
    factory.a_member(office)
    (done,) = pilot_zones.grant_all(now=NOW)
    assert [row.firm_id for row in done.granted] == [party("qinghe")]
    assert factory.spent(measure) == (Decimal(3000), Decimal(2000))
    (again,) = pilot_zones.grant_all(now=LATER)
    assert (again.granted, again.refused) == ((), 0)
    assert factory.spent(measure) == (Decimal(3000), Decimal(2000))
    row = MeasureGrant.objects.using("owner").get()
    assert row.found[0]["figure"] == "released_lists"
    assert Decimal(row.found[0]["found"]) >= 1
    assert pilot_zones.standings([measure.pk], using="owner")[measure.pk] == pilot_zones.Standing(1, Decimal(2000))
    audits = parties.Audit.objects.using("owner").filter(what="measure_granted")
    assert [(audit.party_id, audit.subject) for audit in audits] == [(office, f"measure:{measure.pk}")]


def test_a_grant_is_seen_by_the_firm_and_the_pilot_zone_and_by_nobody_else(portal: Portal) -> None:
    office = factory.office_of_a_pilot_zone()
    factory.a_measure(office, conditions=f"{RELEASED}\n- {{figure: member}}")
    factory.a_member(office)
    pilot_zones.grant_all(now=NOW)
    seen = {}
    for who, firm in (("firm", party("qinghe")), ("office", office), ("other", party("yunshan"))):
        reader = parties.Reader((firm,), (), None, frozenset(), ())
        with parties.reading(reader):
            rows = pilot_zones.grants_of(firms=[firm], offices=[office])
            seen[who] = (len(rows), len(pilot_zones.published()))
    assert seen == {"firm": (1, 1), "office": (1, 1), "other": (0, 1)}


def test_of_64_firms_on_the_last_grant_exactly_one_wins(office: int, owner: psycopg.Connection) -> None:
    measure = factory.a_measure(office, budget=2500, conditions="- {figure: released_lists, at_least: 0}")
    firms = [factory.a_firm(f"99999690{number:02d}", f"第{number}家", f"Firm {number}") for number in range(64)]
    gate = threading.Barrier(64, timeout=60)
    granted: list[MeasureGrant] = []
    refused: list[int] = []
    backends: set[int] = set()

    def try_it(firm: int) -> None:
        try:
            with connections["owner"].cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                backends.add(cursor.fetchone()[0])
            gate.wait()
            done = pilot_zones.grant(measure=measure, firms=[firm], now=NOW)
            granted.extend(done.granted)
            refused.append(done.refused)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=try_it, args=(firm,)) for firm in firms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(backends) == 64
    assert len(granted) == 1
    assert sum(refused) == 63
    assert factory.spent(measure) == (Decimal(500), Decimal(2000))
    assert owner.execute("SELECT count(*), sum(amount_cny) FROM pilot_zones_grant").fetchone() == (1, Decimal(2000))
