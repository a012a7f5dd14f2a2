"""Months of a pilot zone counted from decisions, memberships agreed by both, clusters, the register."""

from datetime import date
from decimal import Decimal

import psycopg
import pytest

from entrepot.modules.parties import api as parties
from entrepot.modules.pilot_zones import api as pilot_zones
from entrepot.modules.pilot_zones.models import DayCount, Member
from entrepot.modules.pilot_zones.queries.clusters import clusters_among
from tests.databases import Database
from tests.factories import pilot_zones as factory
from tests.factories.line import NOW
from tests.factories.portal import Portal, party

YEAR = (date(2026, 1, 1), date(2027, 1, 1))


def _reading(firm: int) -> parties.Reader:
    return parties.Reader((firm,), (), None, frozenset(), ())


def test_a_month_is_counted_from_decisions_and_adds_up(portal: Portal, owner: psycopg.Connection) -> None:
    office = factory.office_of_a_pilot_zone()
    factory.a_member(office, "qinghe")
    factory.a_member(office, "yunshan")
    factory.counted()
    firms = [party("qinghe"), party("yunshan")]
    query = "SELECT state, count(*) FROM declarations_lists_v1 WHERE seller_id = ANY (%s) GROUP BY state"
    states: dict[str, int] = dict(owner.execute(query, (firms,)).fetchall())
    with parties.reading(_reading(office)):
        found = pilot_zones.statistics(office, "2026-05")
    assert states["refused"] > 0
    assert (found.members, found.whole.released, found.whole.refused) == (2, states["released"], states["refused"])
    for lines in found.tables.values():
        assert sum(line.released for line in lines) == states["released"]
    value = """SELECT n.currency, sum(n.total_price) FROM declarations_lists_v1 l JOIN declarations_list_lines_v1 n
                   ON n.order_no = l.order_no AND n.list_id = l.id
                WHERE l.seller_id = ANY (%s) AND l.state = 'released' GROUP BY 1 ORDER BY 1"""
    assert list(found.whole.values) == owner.execute(value, (firms,)).fetchall()
    assert found.whole.hours == Decimal("0.00")
    with pytest.raises(pilot_zones.UnableToJoin, match="Expected a month such as 2026-11"):
        pilot_zones.statistics(office, "2026-13", using="owner")


def test_figures_are_seen_from_the_agreed_day_on_and_no_longer_than_the_membership(portal: Portal) -> None:
    office = factory.office_of_a_pilot_zone()
    late = factory.a_member(office, "qinghe", since=date(2026, 5, 5))
    early = factory.a_member(office, "yunshan")
    factory.counted()
    seen = {}
    for who, firm in (("office", office), ("qinghe", party("qinghe")), ("stranger", 999_999)):
        with parties.reading(_reading(firm)):
            seen[who] = sorted(set(DayCount.objects.values_list("firm_id", flat=True)))
    assert seen == {"office": [party("yunshan")], "qinghe": [party("qinghe")], "stranger": []}
    pilot_zones.end(member_id=early, acting=parties.Acting(party("yunshan")), now=NOW, using="owner")
    with parties.reading(_reading(office)):
        assert DayCount.objects.count() == 0
        assert Member.objects.exclude(state="ended").count() == 1
    assert late != early


def test_nobody_makes_itself_a_member_or_another_one(db: Database) -> None:
    office = factory.office_of_a_pilot_zone()
    firm = factory.a_firm("9999961001", "青禾", "Qinghe")
    begun = pilot_zones.begin(
        office_id=office, firm_id=firm, firm_code="9999961001", acting=parties.Acting(office),
        counts_from=date(2026, 1, 1), now=NOW, using="owner",
    )  # fmt: skip
    with pytest.raises(pilot_zones.UnableToJoin, match="no open invitation"):
        pilot_zones.agree(member_id=begun, acting=parties.Acting(office), now=NOW, using="owner")
    with parties.reading(_reading(office)), pytest.raises(Exception, match="row-level security"):
        Member.objects.filter(pk=begun).update(state="member")
    with pytest.raises(pilot_zones.UnableToJoin, match="already"):
        pilot_zones.begin(
            office_id=office, firm_id=firm, firm_code="9999961001", acting=parties.Acting(firm),
            counts_from=date(2026, 1, 1), now=NOW, using="owner",
        )  # fmt: skip
    assert Member.objects.using("owner").get().state == "offered"
    pilot_zones.agree(member_id=begun, acting=parties.Acting(firm), now=NOW, using="owner")
    assert Member.objects.using("owner").get().state == "member"


def test_clusters_name_firms_to_the_office_and_numbers_of_three_or_more_to_members(portal: Portal) -> None:
    office = factory.office_of_a_pilot_zone()
    for who in ("qinghe", "yunshan"):
        factory.a_member(office, who)
    factory.counted()
    with parties.reading(_reading(office)):
        found = pilot_zones.clusters(office, *YEAR)
    assert {one.place for one in found} == {"望塘"}
    assert all(one.share == Decimal("100.0") for one in found)
    assert all(one.value == sum(firm.value for firm in one.firms) for one in found)
    together = {one.chapter for one in found if one.firm_count == 2}
    assert together
    with parties.reading(_reading(party("qinghe"))):
        assert clusters_among(office, *YEAR) == []
    for code in ("9999961003", "9999961004"):
        factory.a_member(office, code)
    with parties.reading(_reading(party("qinghe"))):
        among = clusters_among(office, *YEAR)
        assert pilot_zones.clusters(office, *YEAR)[0].firm_count == 1  # its own alone
    assert among
    assert min(one.firm_count for one in among) >= 3
    assert all(one.firms == () for one in among)
    with parties.reading(_reading(party("wangtang"))):
        assert clusters_among(office, *YEAR) == []


def test_the_register_adds_up_and_says_what_is_not_known() -> None:
    rows = pilot_zones.batches()
    assert [one.total for one in rows] == [1, 13, 35, 59, 105, 132, 165, 178]
    before = 0
    for one in rows:
        assert one.source
        assert one.added is not None
        assert one.total == before + one.added - len(one.revoked)
        assert len(one.names) <= one.added
        before = one.total
    assert rows[0].names == (("Hangzhou", "杭州"),)
    assert [name for name, _ in rows[-1].revoked] == ["Haikou", "Sanya", "Alashankou"]
