"""Chosen parts of a record as a file that leaves the station: a signed package, verified anywhere offline, or EPCIS."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from entrepot.gateways import epcis
from entrepot.gateways.epcis import Loss
from entrepot.modules.declarations import api as declarations
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Acting, Issuer, OpenGrant, Reader, SigningKey
from entrepot.modules.trade.api import Place
from entrepot.project.line.setting import Setting
from entrepot.project.line.station import key_path

KIND = "entrepot.record.v1"
MARK = "PRACTICE · 练习"


def pack(setting: Setting, place: Place, parts: Sequence[str], out: Path, *, now: datetime) -> str:
    """Write the package of these parts to `out`; returns the fingerprint of the key that signed it."""
    card = parties.station(setting.lookups)
    assert card is not None
    key = parties.load_key_file(key_path())
    firm = parties.firms([setting.owner_id], using="owner")[setting.owner_id]
    codes = [code for _, code in firm.codes]
    issuer = Issuer(card.owner_zh, card.owner_en, codes[0] if codes else "", card.kind)
    package = parties.sign_package(_payload(setting, place, parts), SigningKey(key, issuer), signed_at=now)
    out.write_bytes(parties.write_package(package))
    _keep(place, parts, "package", now)
    return parties.fingerprint(key.public_key())


def pack_epcis(setting: Setting, place: Place, parts: Sequence[str], out: Path, *, now: datetime) -> list[Loss]:
    """Write these parts to `out` as an EPCIS document, which is not signed; returns what it does not carry."""
    written = epcis.write(_payload(setting, place, parts), now=now)
    out.write_bytes(written.bytes())
    _keep(place, parts, "epcis", now)
    return written.losses


def _keep(place: Place, parts: Sequence[str], form: str, now: datetime) -> None:
    parties.record(
        "record_packed", now=now, using="owner", acting=Acting(place.seller_id),
        subject=f"record:{place.marketplace_code}/{place.order_no}", parts=list(parts), form=form,
    )  # fmt: skip


def _payload(setting: Setting, place: Place, parts: Sequence[str]) -> dict[str, object]:
    """The same functions that serve a grant's reader give the parts, so that a file holds no more than a look."""
    grant = OpenGrant(0, place.order_no, place.marketplace_id, place.seller_id, tuple(parts))
    with parties.reading(Reader((), (), None, frozenset(), (grant,))):
        shared = declarations.opened(grant, parts, using="default")
    return {
        "kind": KIND,
        "practice": setting.practice,
        **({"mark": MARK} if setting.practice else {}),
        "order_no": place.order_no,
        "marketplace": {"code": place.marketplace_code, "name": place.marketplace_name},
        "seller": {"code": place.seller_code, "name": place.seller_name},
        "parts": {
            part: {name: [_texts(row) for row in rows] for name, rows in named.items()}
            for part, named in shared.parts.items()
        },
    }


def _texts(row: dict[str, object]) -> dict[str, object]:
    """A package holds texts and whole numbers: amounts without needless zeros, times in ISO 8601."""
    return {name: _text(value) for name, value in row.items()}


def _text(value: object) -> object:
    if isinstance(value, Decimal):
        plain = f"{value:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return value.isoformat() if isinstance(value, datetime | date) else value
