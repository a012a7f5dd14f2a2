"""Take in a signed record that somebody else handed over. Nothing is asked of the network."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from entrepot.modules.exchange import bodies
from entrepot.modules.exchange.models import Received
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Verified
from entrepot.store.connection import under_django

RECORD = "entrepot.record.v1"  # what a package says it holds
SENTENCES: dict[str, tuple[str, str]] = {
    "not_a_record": (
        "The signature fits, but it holds {found}; expected a record ({expected}). Look at it: entrepot verify",
        "签名有效，但文件内容为 {found}，应为一份记录（{expected}）。请用 entrepot verify 查看。",
    ),
    "practice": (
        "This is a {station} station, the package is of a practice station (PRACTICE · 练习). Use a practice folder.",
        "该文件来自练习站（PRACTICE · 练习），而本站是 {station} 站。请在练习目录中接收。",
    ),
    "fingerprint": (
        "Expected the key {expected}, found {found}: the package was signed by somebody else. Ask its issuer.",
        "应为密钥 {expected}，实为 {found}：该文件由他人签名。请询问签发方。",
    ),
    "received": (
        "This package was received already, on {at}, as number {number}. Nothing was written.",
        "该文件已于 {at} 接收，编号 {number}。未写入任何内容。",
    ),
}


class UnableToReceive(parties.Unable):
    """The package is whole, but is not taken in; nothing was written."""

    sentences = SENTENCES


def receive(
    content: bytes, *, party_id: int, station: str, fingerprint: str | None, now: datetime, using: str = "owner"
) -> Received:
    """Verify a package and keep it for this party.

    station: kind of this station; fingerprint: what the issuer told by another way, if anything.
    The package is sealed by the key of messages of the month. Raises parties.UnableToVerify for anything but an
    unchanged package, UnableToReceive.
    """
    verified = parties.read_package(content)
    payload = _record_of(verified)
    if verified.is_practice and station != "practice":
        raise UnableToReceive("practice", station=station)
    wanted = (fingerprint or "").replace(":", "").replace(" ", "").lower()
    if fingerprint is not None and wanted != verified.fingerprint:
        raise UnableToReceive("fingerprint", expected=fingerprint, found=verified.fingerprint)
    signature = str(json.loads(content)["signature"])
    key = bodies.key(under_django(using), bodies.MESSAGE, now=now)
    row = Received(
        party_id=party_id,
        fingerprint=verified.fingerprint,
        standing="confirmed" if fingerprint is not None else _standing(party_id, verified, using),
        issuer_zh=verified.issuer.name_zh,
        issuer_en=verified.issuer.name_en,
        issuer_code=verified.issuer.code,
        station=verified.issuer.station,
        signed_at=verified.signed_at,
        received_at=now,
        order_no=str(payload["order_no"]),
        marketplace_code=str(payload["marketplace"].get("code", "")),
        seller_name=str(payload["seller"].get("name", "")),
        parts=list(payload["parts"]),
        signature=signature,
        body=bodies.closed(key, [content], [bodies.bound_to(signature)])[0],
        key_id=key.id,
    )
    try:
        with transaction.atomic(using=using):
            row.save(using=using, force_insert=True)
            parties.record(
                "record_received", now=now, using=using, acting=parties.Acting(party_id),
                subject=f"received:{row.pk}", fingerprint=verified.fingerprint, standing=row.standing,
            )  # fmt: skip
    except IntegrityError as error:
        before = Received.objects.using(using).filter(party_id=party_id, signature=signature).first()
        if before is None:
            raise
        at = f"{before.received_at:%Y-%m-%d %H:%M} UTC"
        raise UnableToReceive("received", at=at, number=before.pk) from error
    return row


def _record_of(verified: Verified) -> Mapping[str, Any]:
    """The payload, as a record of a form that can be shown. Raises UnableToReceive."""
    payload = verified.payload
    if payload.get("kind") != RECORD:
        raise UnableToReceive("not_a_record", found=payload.get("kind") or "?", expected=RECORD)
    named = all(isinstance(payload.get(name), dict) for name in ("marketplace", "seller", "parts"))
    if not (named and isinstance(payload.get("order_no"), str) and _shaped(payload["parts"])):
        raise UnableToReceive("not_a_record", found="?", expected=RECORD)
    return payload


def _shaped(parts: Mapping[str, object]) -> bool:
    """Part → name → rows, each a mapping."""
    named = [part for part in parts.values() if isinstance(part, dict)]
    rows = [
        row for part in named for several in part.values() for row in (several if isinstance(several, list) else "?")
    ]
    return len(named) == len(parts) and all(isinstance(row, dict) for row in rows)


def _standing(party_id: int, verified: Verified, using: str) -> str:
    """What is known of this key, and of other keys in the same name."""
    before = Received.objects.using(using).filter(party_id=party_id)
    of_key = set(before.filter(fingerprint=verified.fingerprint).values_list("standing", flat=True))
    if of_key:
        return "confirmed" if "confirmed" in of_key else "other_key" if "other_key" in of_key else "seen"
    issuer = verified.issuer
    same = before.filter(issuer_code=issuer.code) if issuer.code else before.filter(issuer_zh=issuer.name_zh)
    return "other_key" if same.exists() else "first"
