"""Powers of attorney: given one question a page, ended today or at a day, never lengthened."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import psycopg
import pytest

if TYPE_CHECKING:
    from django.test import Client

    from entrepot.modules.parties.api import PowerOfAttorney
    from tests.factories.portal import Portal

SignedIn = Callable[[str], "Client"]
CARRIER = "9999962001"


def _today() -> "datetime":
    from entrepot.modules.parties.days import CHINA

    return datetime.now(UTC).astimezone(CHINA)


def _answers(**changes: object) -> str:
    first = _today().date()
    sent: dict[str, object] = {
        "agent": CARRIER,
        "kinds": ["waybill", "order"],
        "first": first,
        "last": first + timedelta(days=9),
    }
    return urlencode({**sent, **changes, "given": ["agent", "kinds", "days"]}, doseq=True)


def _powers(who: str) -> "list[PowerOfAttorney]":
    from entrepot.modules.parties import api as parties
    from tests.factories.portal import party

    return parties.powers_of(party(who), using="owner")


def _once(client: "Client", path: str) -> str:
    found = re.search(r'name="once" value="([^"]+)"', client.get(path).content.decode())
    assert found is not None
    return found[1]


@pytest.mark.usefixtures("portal")
def test_each_question_has_a_page_and_the_last_shows_all_answers(signed_in: SignedIn) -> None:
    client = signed_in("head")
    pages = [
        client.get("/powers/give/"),
        client.get(f"/powers/give/?agent={CARRIER}&given=agent"),
        client.get(f"/powers/give/?agent={CARRIER}&kinds=order&given=agent&given=kinds"),
        client.get(f"/powers/give/?{_answers()}"),
    ]
    headings = [re.search(r"<h1>(.*?)</h1>", page.content.decode()) for page in pages]
    assert [found[1] for found in headings if found] == [
        "Which firm is to act for you?",
        "For which documents may it act?",
        "From which day to which?",
        "Check your answers",
    ]
    assert {page.status_code for page in pages} == {200}


def test_a_power_is_given_once_and_ended_today(portal: "Portal", signed_in: SignedIn) -> None:
    client, before = signed_in("head"), len(_powers("hongyan"))
    once = _once(client, f"/powers/give/?{_answers()}")
    for _again in range(2):
        answer = client.post(f"/powers/give/?{_answers()}", f"{_answers()}&once={once}", _FORM)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/powers/?side=given")
    given = _powers("hongyan")
    assert len(given) == before + 1
    assert (given[0].scope, given[0].revoked_at) == (["order", "waybill"], None)
    end = f"/powers/{given[0].pk}/end/"
    assert client.post(end, {"once": _once(client, end), "ends_on": ""}).status_code == 302
    assert _powers("hongyan")[0].revoked_at is not None
    assert "Taken back" in client.get("/powers/").content.decode()
    assert "It is over already" in client.get(end).content.decode()
    assert portal.orders


_FORM = "application/x-www-form-urlencoded"


@pytest.mark.usefixtures("portal")
def test_a_power_that_ends_at_a_day_may_end_earlier_and_never_later(signed_in: SignedIn) -> None:
    client, day = signed_in("head"), _today().date()
    sent = _answers(last="")
    client.post("/powers/give/", f"{sent}&once={_once(client, f'/powers/give/?{sent}')}", _FORM)
    power = _powers("hongyan")[0]
    end = f"/powers/{power.pk}/end/"
    for later, status in ((20, 302), (10, 302), (30, 422), (-1, 422)):
        answer = client.post(end, {"once": _once(client, end), "ends_on": day + timedelta(days=later)})
        assert answer.status_code == status, later
    ends = _powers("hongyan")[0].revoked_at
    assert ends is not None
    assert ends.astimezone(_today().tzinfo).date() == day + timedelta(days=10)
    assert "Powers of attorney that end soon" in client.get("/").content.decode()


@pytest.mark.usefixtures("portal")
def test_the_database_lengthens_no_power(signed_in: SignedIn) -> None:
    from entrepot.store import dsn

    signed_in("head")
    power = _powers("tonghui")[0]
    query = "UPDATE parties_power_of_attorney SET revoked_at = now() + interval '1 day' * %s WHERE id = %s"
    with psycopg.connect(dsn.owner()) as owner:
        owner.execute(query, (5, power.pk))
        with pytest.raises(psycopg.errors.CheckViolation):
            owner.execute(query, (6, power.pk))
    assert _powers("tonghui")[0].revoked_at is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"agent": "1234"}, "No firm that you work with is called “1234”"),
        ({"agent": "%"}, "No firm that you work with"),
        ({"agent": "x" * 10_000}, "Expected at most 100 characters"),
        ({"kinds": "everything"}, "Choose among the kinds of document"),
        ({"first": "2020-01-01"}, "or a later day, found 2020-01-01"),
        ({"last": "2020-01-01"}, "Expected a day not before the first one"),
        ({"last": "9999-12-31"}, "Enter a day such as"),
    ],
)
@pytest.mark.usefixtures("portal")
def test_a_wrong_answer_is_told_beside_its_field(signed_in: SignedIn, changes: dict[str, str], said: str) -> None:
    before = len(_powers("qinghe"))
    answer = signed_in("head").get(f"/powers/give/?{_answers(**changes)}")
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert len(_powers("qinghe")) == before


@pytest.mark.usefixtures("portal")
def test_a_firm_does_not_act_for_itself(signed_in: SignedIn) -> None:
    client, before = signed_in("head"), len(_powers("qinghe"))
    sent = _answers(agent="9999961001")
    answer = client.post("/powers/give/", f"{sent}&once={_once(client, f'/powers/give/?{sent}')}", _FORM)
    assert answer.status_code == 422
    assert "needs no power of attorney for itself" in answer.content.decode()
    assert len(_powers("qinghe")) == before


@pytest.mark.usefixtures("portal")
def test_who_is_no_administrator_gives_and_ends_nothing(signed_in: SignedIn) -> None:
    client, power = signed_in("qinghe"), _powers("tonghui")[-1]
    assert client.get("/powers/give/").status_code == 403
    end = f"/powers/{power.pk}/end/"
    assert client.post(end, {"once": _once(client, end)}).status_code == 403
    assert _powers("tonghui")[-1].revoked_at == power.revoked_at
    assert signed_in("yunshan").get(end).status_code == 404
    assert "Give a power of attorney" not in client.get("/powers/").content.decode()


@pytest.mark.usefixtures("portal")
def test_both_sides_see_it(signed_in: SignedIn) -> None:
    assert "Tonghui" in signed_in("qinghe").get("/powers/").content.decode()
    assert "Qinghe" in signed_in("tonghui").get("/powers/").content.decode()
    assert "Qinghe" not in signed_in("yunshan").get("/powers/?side=held").content.decode()
