"""One worklist over all clients: what stands open, with whom, why, since when."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import translation

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories.portal import Portal

SignedIn = Callable[[str], "Client"]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def _text(client: "Client", path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return str(answer.content.decode())


def test_shows_what_stands_open_with_a_client_and_why(portal: "Portal", signed_in: SignedIn) -> None:
    page = _text(signed_in("tonghui"), "/work/")
    assert "青禾礼品有限公司（练习）" in page
    for case in ("dear", "heavy", "waiting"):
        assert portal.orders[case] in page
    assert portal.orders["clean"] not in page
    assert '<span class="rule tone-bad">E04</span>' in page
    assert "waits for the waybill" in page


def test_counts_by_kind_and_shows_one_kind_alone(portal: "Portal", signed_in: SignedIn) -> None:
    page = _text(signed_in("tonghui"), "/work/?kind=waiting")
    assert 'Refused <span class="count">2</span>' in page
    assert 'Waiting <span class="count">1</span>' in page
    assert portal.orders["waiting"] in page
    assert portal.orders["dear"] not in page


@pytest.mark.parametrize("typed", ["9999961001", "qhlp", "青禾", "Qinghe", "gifts"])
def test_a_client_is_found_by_code_name_word_and_initials(portal: "Portal", signed_in: SignedIn, typed: str) -> None:
    assert portal.orders["dear"] in _text(signed_in("tonghui"), f"/work/?client={typed}")


@pytest.mark.parametrize("typed", ["yslj", "%", "_", "qh%", "%00", "x" * 10_000])
def test_what_is_no_client_of_ours_shows_nothing(portal: "Portal", signed_in: SignedIn, typed: str) -> None:
    page = _text(signed_in("tonghui"), f"/work/?client={typed}")
    assert portal.orders["dear"] not in page
    assert typed == "%00" or "No client of ours is called so" in page


def test_pages_go_on_where_the_one_before_ended(portal: "Portal", signed_in: SignedIn) -> None:
    from entrepot.modules.declarations.queries import work
    from entrepot.modules.parties import api as parties
    from tests.factories.line import NOW
    from tests.factories.portal import party

    signed_in("tonghui")
    reader = parties.reader_of(person_id=None, firms=(party("tonghui"),), now=NOW + timedelta(days=1))
    with parties.reading(reader):
        whole = work.open_work(reader.client_ids, work.KINDS)
        first = work.open_work(reader.client_ids, work.KINDS, size=2)
        second = work.open_work(reader.client_ids, work.KINDS, size=2, beyond=first.beyond)
    assert [row.order_no for row in whole.rows] == [portal.orders[case] for case in ("dear", "heavy", "waiting")]
    assert [row.id for row in (*first.rows, *second.rows)] == [row.id for row in whole.rows]
    assert second.beyond is None


def test_an_agent_sees_nothing_of_firms_that_gave_no_power(signed_in: SignedIn) -> None:
    from entrepot.modules.declarations.queries import work
    from entrepot.modules.parties import api as parties
    from tests.factories.line import NOW
    from tests.factories.portal import party

    signed_in("tonghui")
    reader = parties.reader_of(person_id=None, firms=(party("wangtang"),), now=NOW)
    with parties.reading(reader):
        assert work.open_work([party("qinghe"), party("yunshan")], work.KINDS).rows == []
        assert work.counts_of([party("qinghe")]) == {}


def test_only_who_has_clients_finds_the_page_in_the_bar(signed_in: SignedIn) -> None:
    assert 'href="/work/"' in _text(signed_in("tonghui"), "/orders/")
    assert 'href="/work/"' not in _text(signed_in("qinghe"), "/orders/")


@pytest.mark.parametrize("query", ["kind=nothing", "after=x", "from=-1"])
def test_an_address_that_nobody_gave_out_is_not_found(signed_in: SignedIn, query: str) -> None:
    _text(signed_in("tonghui"), f"/work/?{query}", 404)


def test_age_is_told_in_the_largest_unit_that_fits() -> None:
    from entrepot.modules.declarations.web.work import age

    spans = [timedelta(seconds=30), timedelta(minutes=1), timedelta(hours=3), timedelta(days=2, hours=23)]
    assert [age(span) for span in spans] == ["0 minutes", "1 minute", "3 hours", "2 days"]
