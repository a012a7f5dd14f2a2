"""Grants: parts of a record opened to another party until a time; every look is kept."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from entrepot.modules.parties import words
from entrepot.modules.parties.errors import UnableToShare
from entrepot.modules.parties.models import Grant, Look
from entrepot.modules.parties.operations.audit import STAFF, Acting, record, require_place
from entrepot.modules.parties.queries.readers import Reader


def share(
    *,
    acting: Acting,
    order_no: str,
    marketplace_id: int,
    parts: Sequence[str],
    to_party: int,
    valid_until: datetime,
    now: datetime,
    using: str = "default",
) -> int:
    """The acting party opens parts of one of its records to `to_party`, before `valid_until`. Returns the grant's id.

    Whether the record is its own is not known here: policies open rows whose seller is the owner of the grant, so a
    grant on another's record opens nothing. Raises UnableToShare, UnableToAct.
    """
    if not parts or set(parts) - set(words.PARTS):
        raise UnableToShare("scope_unknown", allowed=", ".join(words.PARTS), found=", ".join(parts))
    if to_party == acting.party_id:
        raise UnableToShare("share_with_self")
    if valid_until <= now:
        raise UnableToShare("share_over", valid_until=valid_until.isoformat())
    with transaction.atomic(using=using):
        require_place(acting, STAFF, now=now, using=using)
        grant = Grant.objects.using(using).create(
            owner_id=acting.party_id,
            order_no=order_no,
            marketplace_id=marketplace_id,
            parts=[part for part in words.PARTS if part in parts],
            to_party_id=to_party,
            created_at=now,
            created_by_id=acting.person_id,
            valid_until=valid_until,
        )
        record("shared", now=now, using=using, acting=acting, subject=f"grant:{grant.pk}", to=to_party)
    return int(grant.pk)


def revoke_grant(*, acting: Acting, grant_id: int, now: datetime, using: str = "default") -> None:
    """From now on the grant opens nothing. Raises UnableToShare where the acting party has no such grant."""
    with transaction.atomic(using=using):
        require_place(acting, STAFF, now=now, using=using)
        own = Grant.objects.using(using).filter(pk=grant_id, owner_id=acting.party_id, revoked_at__isnull=True)
        if own.update(revoked_at=now) != 1:
            raise UnableToShare("already_ended")
        record("share_revoked", now=now, using=using, acting=acting, subject=f"grant:{grant_id}")


def record_look(*, reader: Reader, grant_id: int, parts: Sequence[str], now: datetime, using: str = "default") -> None:
    """Keep that this reader looked at these parts through the grant: call it before they are shown.

    Raises UnableToShare where the grant does not open them to this reader now.
    """
    opened = next((grant for grant in reader.grants if grant.grant_id == grant_id), None)
    if opened is None or not parts or set(parts) - set(opened.parts):
        raise UnableToShare("look_not_open", parts=", ".join(parts))
    with transaction.atomic(using=using):
        grant = Grant.objects.using(using).get(pk=grant_id)
        Look.objects.using(using).create(
            grant=grant, at=now, by_party_id=grant.to_party_id, person_id=reader.person_id, parts=sorted(set(parts))
        )
