"""What the timeline of a record says beside its documents: signed, taken up, answered – and to whom it says so."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client

from entrepot.gateways import ceb
from entrepot.gateways.ceb.software_keys import RsaSigner
from entrepot.modules.parties import api as parties
from entrepot.project.line import making
from entrepot.project.practice import firms
from tests.databases import Cleaner, Database
from tests.factories.line import KINDS, NOW, messages_of, some_sets
from tests.factories.portal import MARKETPLACE, Portal, make_portal, party, sold_by

SignedIn = Callable[[str], Client]
CERTIFICATE = "01A2"


@pytest.fixture(scope="module")
def portal(_cleaner: tuple[Database, Cleaner]) -> Iterator[Portal]:
    """The practice world with one record more, whose order was signed by its marketplace."""
    database, cleaner = _cleaner
    cleaner.clean()
    made = make_portal(database.owner)
    sets = sold_by(firms.SELLERS[0], some_sets(1, first_no=900))
    signer = RsaSigner.generate("练习 PRACTICE", CERTIFICATE, NOW)
    made.line.now = NOW + timedelta(seconds=3)
    made.line.send([(code, ceb.sign(body, signer)) for code, body in messages_of(sets, "order")])
    made.line.now = NOW + timedelta(seconds=4)
    made.line.send_sets(sets, tuple(kind for kind in KINDS if kind != "order"))
    made.line.now = NOW + timedelta(seconds=5)
    made.line.judge()
    made.orders["signed"] = str(sets.orders["order_no"][0])
    yield made
    made.line.close()
    connections.close_all()


def entries(text: str) -> list[tuple[str, str]]:
    """(what was said, by whom), in order."""
    return re.findall(r"<h3>([^<]+)</h3>.*?<p class=\"by small\">([^<]*)</p>", text, re.DOTALL)


@pytest.mark.parametrize("who", ["qinghe", "wangtang", "tonghui", "officer"])
def test_every_party_to_the_record_sees_that_it_was_signed_by_whom_and_with_what(
    portal: Portal, signed_in: SignedIn, who: str
) -> None:
    text = signed_in(who).get(portal.address("signed")).content.decode()
    said = [title for title, _ in entries(text)]
    assert said.index("Signature verified") == said.index("Order") + 1
    by = dict(entries(text))
    assert by["Signature verified"] == by["Order"]
    assert (text.count("Signature verified"), text.count(CERTIFICATE)) == (1, 1)


def test_who_sees_no_document_of_the_record_is_told_of_no_signature_and_no_reply(portal: Portal) -> None:
    order_no, marketplace = portal.orders["signed"], party(MARKETPLACE)
    said = {}
    readers = {"seller": party("qinghe"), "other seller": party("yunshan"), "nobody": 999_999_999}
    for name, reader in readers.items():
        with parties.reading(parties.Reader((reader,), (), None, frozenset(parties.SCOPES), ())):
            cursor = connections["default"].cursor()
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == ("entrepot_web",)
            cursor.execute("SELECT key_name FROM declarations_signed(%s, %s)", (order_no, marketplace))
            signed = cursor.fetchall()
            cursor.execute("SELECT count(*) FROM declarations_answered(%s, %s)", (order_no, marketplace))
            said[name] = (signed, cursor.fetchone())
    assert said == {"seller": ([(CERTIFICATE,)], (1,)), "other seller": ([], (0,)), "nobody": ([], (0,))}


def test_who_sees_that_a_message_was_signed_does_not_see_the_message(portal: Portal) -> None:
    with parties.reading(parties.Reader((party("qinghe"),), (), None, frozenset(parties.SCOPES), ())):
        cursor = connections["default"].cursor()
        cursor.execute("SELECT count(*) FROM exchange_message WHERE key_name <> ''")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM exchange_signatures_v1")
        assert cursor.fetchone() == (0,)


def test_a_decided_list_was_taken_up_before_and_answered_after(portal: Portal, signed_in: SignedIn) -> None:
    text = signed_in("qinghe").get(portal.address("signed")).content.decode()
    assert entries(text)[-3:] == [
        ("Taken up by the judge", "Practice customs (practice)"),
        ("Decision: Released", "Practice customs (practice)"),
        ("Reply written to 通汇报关有限公司（练习）", "Practice customs (practice)"),
    ]
    assert text.index("Version of the order") < text.index("Version of the waybill") < text.index("Decision: Released")


def test_a_list_that_waits_was_taken_up_too(portal: Portal, signed_in: SignedIn) -> None:
    found = entries(signed_in("qinghe").get(portal.address("waiting")).content.decode())
    assert found[-1] == ("Taken up by the judge: waits for the waybill", "Practice customs (practice)")
    assert [title for title, _ in found if title.startswith(("Decision", "Reply"))] == []


def test_the_carrier_is_told_of_the_signature_of_its_own_waybill_alone(portal: Portal, signed_in: SignedIn) -> None:
    text = signed_in("qinghe").get(f"{portal.address('signed')}?as=carrier").content.decode()
    assert [title for title, _ in entries(text)] == ["Waybill"]


def test_an_order_that_practice_moved_stands_before_what_moved_it_and_says_so(
    portal: Portal, signed_in: SignedIn, tmp_path: Path
) -> None:
    alone = sold_by(firms.SELLERS[0], some_sets(1, first_no=910))
    line = portal.line
    line.now = NOW + timedelta(seconds=6)
    line.send_sets(alone, ("order",))
    moved = making.make(
        line.setting, tmp_path, kinds=("slips", "waybills"), shift_to=date(2026, 3, 1), rate=Decimal(0), seed=7,
        now=NOW + timedelta(seconds=7),
    )  # fmt: skip
    assert moved.orders == 1
    address = portal.address("clean").replace(portal.orders["clean"], str(alone.orders["order_no"][0]))
    text = signed_in("qinghe").get(address).content.decode()
    assert [title for title, _ in entries(text)][:3] == ["Order", "Order changed: version 2", "Collection slip"]
    first = text[text.index('id="order-') :]
    first = first[: first.index("</li>")]
    assert "2026-05-04" in first[: first.index("<dl")]
    assert re.search(r"<dt>Moved for practice to</dt><dd>.*?2026-03-01", first, re.DOTALL)
    assert text.count("Moved for practice to") == 1
