"""`link`, `person add`, `token make | list | revoke`."""

from datetime import timedelta

import psycopg
import pytest

from entrepot.modules.parties import api as parties
from entrepot.project.cli.people import add, link, list_tokens, make_token, revoke_token
from entrepot.project.line.setting import open_setting
from tests.modules.cli.conftest import Station


def lin(station: Station) -> dict[str, object]:
    with open_setting():  # makes the station's own firm
        options = {"name": "Lin", "place": "administrator", "email": "", "language": "en"}
        return station.run(add, person="lin", firm="STATION", **options)


def test_a_link_signs_in_once_within_fifteen_minutes(filing: Station, owner: psycopg.Connection) -> None:
    person = lin(filing)["id"]
    made = filing.run(link, person="lin")
    assert made["minutes"] == 15
    token = made["link"].split("/")[-2]
    late = filing.run(link, person="lin")["link"].split("/")[-2]
    assert parties.use_link(token=token, now=filing.now + timedelta(minutes=14), using="owner") == person
    for spent, at in ((token, timedelta(minutes=14)), (late, timedelta(minutes=15))):
        with pytest.raises(parties.UnableToSignIn):
            parties.use_link(token=spent, now=filing.now + at, using="owner")


def test_a_link_for_nobody_is_refused(filing: Station) -> None:
    with pytest.raises(parties.UnableToChangePeople) as refused:
        filing.run(link, person="nobody")
    assert str(refused.value) == "Nobody here has the username “nobody”. Check the spelling."


def test_a_token_is_shown_once_listed_by_its_beginning_and_revoked(filing: Station) -> None:
    person = lin(filing)["id"]
    scopes = "messages:write, records:read"
    made = filing.run(make_token, person="lin", firm="STATION", name="shop", scopes=scopes, days=30)
    presented = parties.present_token(token=made["token"], now=filing.now, using="owner")
    assert presented is not None
    assert presented.person_id == person
    assert presented.scopes == {"messages:write", "records:read"}
    (row,) = filing.run(list_tokens, firm="STATION")["tokens"]
    assert (row["id"], row["username"], row["revoked"]) == (made["id"], "lin", False)
    assert made["token"] not in str(row)
    filing.run(revoke_token, number=made["id"], firm="STATION")
    assert parties.present_token(token=made["token"], now=filing.now, using="owner") is None
    assert filing.run(list_tokens, firm="STATION")["tokens"][0]["revoked"] is True
