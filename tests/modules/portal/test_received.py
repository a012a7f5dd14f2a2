"""Received records on pages: marked as another's statement, seen by the firm they were handed to alone."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from entrepot.modules.exchange import api as exchange
from entrepot.store import identity
from tests.factories.line import NOW

if TYPE_CHECKING:
    from django.test import Client

    from entrepot.modules.exchange.api import Received
    from tests.factories.portal import Portal

SignedIn = Callable[[str], "Client"]


@pytest.fixture(scope="module")
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture(scope="module")
def handed(portal: "Portal", key: Ed25519PrivateKey) -> "Received":
    from tests.factories.received import hand

    return hand(key, "qinghe", station="practice")


def _text(client: "Client", path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def test_a_received_record_is_named_as_the_statement_of_its_issuer(handed: "Received", signed_in: SignedIn) -> None:
    client = signed_in("qinghe")
    listed = _text(client, "/received/")
    assert f'href="/received/{handed.pk}/">ABROAD-1</a>' in listed
    assert "Other station" in listed
    page = _text(client, f"/received/{handed.pk}/")
    for said in (
        "The statement of Other station, not yours", "The key is seen for the first time", "Key not compared",
        " ".join(handed.fingerprint[place : place + 8] for place in range(0, 64, 8)),
        "It comes from a practice station: nothing of it is real.",
        "<dt>Ordered</dt><dd>2026-05-01 10:03:04</dd>",
        "<dt>later</dt><dd>and more</dd>", "<td>Cotton bag</td>", "<td>棉袋</td><td>3</td>",
    ):  # fmt: skip
        assert said in page, said


def test_nobody_else_sees_it_and_it_is_no_record_of_ours(handed: "Received", signed_in: SignedIn) -> None:
    for other in ("yunshan", "wangtang", "officer", "stranger"):
        client = signed_in(other)
        assert "ABROAD-1" not in _text(client, "/received/")
        assert client.get(f"/received/{handed.pk}/").status_code == 404
        assert client.get(f"/received/{handed.pk}/file/").status_code == 404
    assert signed_in("qinghe").get("/records/9999960001/ABROAD-1/").status_code == 404
    assert "ABROAD-1" not in _text(signed_in("qinghe"), "/orders/")


def test_the_file_goes_out_again_as_it_came(handed: "Received", signed_in: SignedIn) -> None:
    from entrepot.modules.parties import api as parties

    answer = signed_in("qinghe").get(f"/received/{handed.pk}/file/")
    assert answer["Content-Disposition"] == f'attachment; filename="received-{handed.pk}.json"'
    assert parties.read_package(answer.content).fingerprint == handed.fingerprint


def test_a_file_that_was_changed_where_it_lies_is_shown_as_nobodys_word(
    portal: "Portal", key: Ed25519PrivateKey, signed_in: SignedIn
) -> None:
    from tests.factories.received import hand

    row = hand(key, "yunshan", order_no="ABROAD-2")
    first, another = bytes(row.body), hand(key, "yunshan", order_no="ABROAD-3")
    assert (b"Cotton bag" in exchange.package_of(row, using="owner"), b"Cotton" in first) == (True, False)
    for changed in (first[:-1] + bytes([first[-1] ^ 1]), bytes(another.body)):
        row.body = changed
        row.save(using="owner")
        page = _text(signed_in("yunshan"), f"/received/{row.pk}/")
        assert "Changed since it came" in page
        assert "Cotton" not in page


def test_of_before_it_lies_as_it_came_is_read_all_the_same_and_sealed_by_command(
    portal: "Portal", key: Ed25519PrivateKey, signed_in: SignedIn
) -> None:
    from tests.factories.received import hand

    row = hand(key, "yunshan", order_no="ABROAD-4")
    package = exchange.package_of(row, using="owner")
    row.body, row.key_id = package, None
    row.save(using="owner")
    assert "Cotton bag" in _text(signed_in("yunshan"), f"/received/{row.pk}/")
    with portal.line.setting.connection.transaction():
        assert exchange.seal_rows_of_before(portal.line.setting.connection, now=NOW) == 1
    row.refresh_from_db(using="owner")
    assert (row.key_id is None, b"Cotton" in bytes(row.body)) == (False, False)
    assert exchange.package_of(row, using="owner") == package


def test_once_its_key_is_destroyed_who_signed_remains(
    portal: "Portal", key: Ed25519PrivateKey, signed_in: SignedIn
) -> None:
    from tests.factories.received import hand

    row, lookups = hand(key, "yunshan", order_no="ABROAD-5"), portal.line.setting.lookups
    of_long_ago = identity.key_for(lookups, "message", now=datetime(2012, 1, 5, tzinfo=UTC))
    row.key_id = of_long_ago.id
    row.save(using="owner")
    destroyed = "UPDATE store_identity_key SET wrapped = NULL, destroyed_at = %s WHERE id = %s"
    lookups.execute(destroyed, (NOW, of_long_ago.id))
    page = _text(signed_in("yunshan"), f"/received/{row.pk}/")
    assert ("No longer opens" in page, "Cotton" in page, row.issuer_en in page) == (True, False, True)
    assert signed_in("yunshan").get(f"/received/{row.pk}/file/").status_code == 410


def test_a_firm_that_received_nothing_reads_how_to(portal: "Portal", signed_in: SignedIn) -> None:
    assert "entrepot receive FILE" in _text(signed_in("hongyan"), "/received/")
