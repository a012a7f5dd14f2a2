"""Signed packages of other stations, and what becomes of them here."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Received
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Issuer, SigningKey
from tests.factories.line import NOW
from tests.factories.portal import party


def package(key: Ed25519PrivateKey, *, station: str = "filing", **changes: object) -> bytes:
    """A record of one line that another station packed, as a file."""
    payload = {
        "kind": "entrepot.record.v1", "practice": station == "practice", "order_no": "ABROAD-1",
        "marketplace": {"code": "9999960001", "name": "M"}, "seller": {"code": "9999960002", "name": "S"},
        "parts": {
            "order": {
                "order": [{"order_no": "ABROAD-1", "placed_at": "2026-05-01T02:03:04+00:00", "later": "and more"}],
                "lines": [{"gnum": 1, "item_name": "Cotton bag"}, {"gnum": 2, "item_name": "棉袋", "qty": "3"}],
            }
        },
        **changes,
    }  # fmt: skip
    issuer = Issuer("外站", "Other station", "1234567890", station)
    return parties.write_package(parties.sign_package(payload, SigningKey(key, issuer), signed_at=NOW))


def hand(key: Ed25519PrivateKey, to: str, **changes: object) -> Received:
    """Another station hands a record to a firm of the portal's world."""
    content = package(key, **changes)  # type: ignore[arg-type]
    return exchange.receive(content, party_id=party(to), station="practice", fingerprint=None, now=NOW)
