"""A record shared from its page: one question a page, done once, seen, taken back."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from tests.factories.portal import MARKETPLACE, party, share

if TYPE_CHECKING:
    from django.test import Client

    from entrepot.modules.parties.api import Grant
    from tests.factories.portal import Portal

SignedIn = Callable[[str], "Client"]
CARRIER = "9999962001"
FORM = "application/x-www-form-urlencoded"


def _answers(portal: "Portal", **changes: object) -> str:
    sent: dict[str, object] = {
        "marketplace": MARKETPLACE,
        "order": portal.orders["clean"],
        "parts": ["order", "transport"],
        "to": CARRIER,
        "last": datetime.now(UTC).date() + timedelta(days=9),
    }
    return urlencode({**sent, **changes, "given": ["what", "with", "until"]}, doseq=True)


def _grants() -> "list[Grant]":
    from entrepot.modules.parties import api as parties

    return [grant for grant in parties.grants_of(party("qinghe"), using="owner") if grant.owner_id == party("qinghe")]


def _post(client: "Client", sent: str) -> int:
    page = client.get(f"/shares/give/?{sent}").content.decode()
    once = re.search(r'name="once" value="([^"]+)"', page)
    assert once is not None
    statuses = {client.post("/shares/give/", f"{sent}&once={once[1]}", FORM).status_code for _again in range(2)}
    assert len(statuses) == 1
    return statuses.pop()


def test_a_record_is_shared_once_however_often_the_form_comes(portal: "Portal", signed_in: SignedIn) -> None:
    client, before = signed_in("qinghe"), len(_grants())
    assert "Share this record" in client.get(portal.address("clean")).content.decode()
    assert _post(client, _answers(portal)) == 302
    assert _post(client, _answers(portal)) == 302
    grants = _grants()
    assert len(grants) == before + 1
    assert (grants[0].order_no, grants[0].parts, grants[0].to_party_id) == (
        portal.orders["clean"],
        ["order", "transport"],
        party("hongyan"),
    )


def test_what_we_share_says_who_looked_and_takes_it_back(portal: "Portal", signed_in: SignedIn) -> None:
    grant = share(portal, "heavy", "order", to="yunshan")
    signed_in("yunshan").get(portal.address("heavy"))
    client = signed_in("qinghe")
    page = client.get("/shares/").content.decode()
    assert portal.orders["heavy"] in page
    looks = client.get(f"/shares/{grant}/").content.decode()
    assert looks.count("<tr>") == 2
    assert "Yunshan" in looks
    answer = client.post(f"/shared/{grant}/take-back/", {"next": "/shares/"})
    assert answer.headers["Location"] == "/shares/"
    assert "Taken back" in client.get("/shares/").content.decode()
    assert signed_in("yunshan").get(portal.address("heavy")).status_code == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"to": "1234567"}, "No firm that you work with is called “1234567”"),
        ({"to": "91999999MA1PR0017X"}, "No firm that you work with"),
        ({"to": "x" * 10_000}, "Expected at most 100 characters"),
        ({"last": "2020-01-01"}, "up to ten years on, found 2020-01-01"),
        ({"last": "9999-12-31"}, "up to ten years on, found 9999-12-31"),
        ({"last": "tomorrow"}, "Enter a day such as 2026-06-30"),
        ({"parts": "everything"}, "Choose among the parts on this page"),
        ({"parts": ["order"] * 500, "to": "\0"}, "Enter the code or the name of the firm"),
    ],
)
def test_a_wrong_answer_is_told_beside_its_field(
    portal: "Portal", signed_in: SignedIn, changes: dict[str, object], said: str
) -> None:
    before = len(_grants())
    answer = signed_in("qinghe").get(f"/shares/give/?{_answers(portal, **changes)}")
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert len(_grants()) == before


def test_a_firm_shares_nothing_with_itself(portal: "Portal", signed_in: SignedIn) -> None:
    client, before = signed_in("qinghe"), len(_grants())
    sent = _answers(portal, to="9999961001")
    answer = client.post("/shares/give/", f"{sent}&once=one-key", FORM)
    assert answer.status_code == 422
    assert "The record is yours already" in answer.content.decode()
    assert len(_grants()) == before


def test_an_address_with_thousands_of_answers_is_no_fault_of_ours(portal: "Portal", signed_in: SignedIn) -> None:
    sent = _answers(portal, parts=["order"] * 2_000)
    assert signed_in("qinghe").get(f"/shares/give/?{sent}").status_code == 400


@pytest.mark.parametrize("who", ["yunshan", "tonghui", "wangtang", "stranger"])
def test_only_the_seller_of_a_record_shares_it(portal: "Portal", signed_in: SignedIn, who: str) -> None:
    client, before = signed_in(who), len(_grants())
    assert client.get(f"/shares/give/?{_answers(portal)}").status_code == 404
    assert client.post("/shares/give/", f"{_answers(portal)}&once=x", FORM).status_code == 404
    assert client.get("/shares/1/").status_code == 404
    assert len(_grants()) == before


def test_a_number_that_nobody_has_is_not_shared(portal: "Portal", signed_in: SignedIn) -> None:
    client = signed_in("qinghe")
    for changes in ({"order": "nothing"}, {"order": ""}, {"order": "%00"}, {"marketplace": "x"}):
        assert client.get(f"/shares/give/?{_answers(portal, **changes)}").status_code == 404
