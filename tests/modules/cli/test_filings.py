"""`filing apply | approve | refuse | list`: a person asks, the authority answers, both read it."""

import psycopg
import pytest

from entrepot.modules.parties import api as parties
from entrepot.project.cli.filings import apply, approve, list_, refuse
from entrepot.project.wording import Refusal
from tests.modules.cli.conftest import Station
from tests.modules.parties.world import CUSTOMS_CODE, SELLER_CODE, UNKNOWN_CODE, World, make_world

ASKED = {"person": "bo", "authority": CUSTOMS_CODE, "firm": None, "kind": "customs"}
APPROVED = {"as_": CUSTOMS_CODE, "number": "2026-1", "first": "2026-05-04", "last": "2026-12-31", "name_zh": "云杉家居",
            "name_en": "", "roles": "seller, declarant", "reason": ""}  # fmt: skip


@pytest.fixture
def world(owner: psycopg.Connection) -> World:
    return make_world()


def test_a_firm_is_asked_for_and_given(filing: Station, world: World, owner: psycopg.Connection) -> None:
    asked = filing.run(apply, code=UNKNOWN_CODE, **ASKED)
    assert filing.run(approve, filing=asked["id"], **APPROVED)["last"] == "2026-12-31"
    party = parties.known_code(UNKNOWN_CODE, using="owner")
    assert party is not None
    assert parties.places_of(world.bo, party, now=filing.now, using="owner") == {"administrator"}
    day = parties.china_day(filing.now)
    assert parties.roles_of(party, day, using="owner") == {"seller", "declarant"}
    query = "SELECT valid_from::text, valid_until::text FROM parties_filing"
    assert owner.execute(query).fetchall() == [("2026-05-04", "2027-01-01")]


def test_a_refusal_is_read_on_both_sides(filing: Station, world: World) -> None:
    asked = filing.run(apply, code=UNKNOWN_CODE, **ASKED)
    with pytest.raises(Refusal, match="A refusal says why"):
        filing.run(refuse, filing=asked["id"], as_=CUSTOMS_CODE, why=" ")
    filing.run(refuse, filing=asked["id"], as_=CUSTOMS_CODE, why="No licence was shown.")
    for who in ({"as_": CUSTOMS_CODE, "person": None}, {"as_": None, "person": "bo"}):
        (row,) = filing.run(list_, **who)["filings"]
        assert (row["state"], row["reason"], row["applicant"]) == ("refused", "No licence was shown.", "bo")
    assert filing.run(list_, as_=None, person="anna") == {"filings": []}
    with pytest.raises(Refusal, match="was decided before"):
        filing.run(approve, filing=asked["id"], **APPROVED)
    assert world.seller


@pytest.mark.parametrize(("changes", "said"), [
    ({"authority": SELLER_CODE}, "with an authority of this station only"),
    ({"firm": SELLER_CODE}, "needs the place"),
    ({"kind": "anything"}, "Expected one of customs, commerce, market"),
    ({"person": "nobody"}, "Nobody here has the username"),
])  # fmt: skip
@pytest.mark.usefixtures("world")
def test_what_cannot_be_asked_is_refused_and_nothing_is_kept(
    filing: Station, owner: psycopg.Connection, changes: dict[str, str], said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        filing.run(apply, code=UNKNOWN_CODE, **{**ASKED, **changes})
    assert owner.execute("SELECT count(*) FROM parties_filing").fetchone() == (0,)


@pytest.mark.usefixtures("world")
def test_only_the_authority_it_was_made_with_answers(filing: Station) -> None:
    asked = filing.run(apply, code=UNKNOWN_CODE, **ASKED)
    with pytest.raises(Refusal, match="Only the authority"):
        filing.run(refuse, filing=asked["id"], as_=SELLER_CODE, why="no")
    assert filing.run(list_, as_=CUSTOMS_CODE, person=None)["filings"][0]["state"] == "applied"
