"""API tokens: made, presented, revoked. The token itself is shown once and kept as a hash."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connections, transaction

from entrepot.modules.parties import words
from entrepot.modules.parties.errors import UnableToUseToken
from entrepot.modules.parties.models import ApiToken, TokenSecret
from entrepot.modules.parties.operations.audit import STAFF, Acting, places_of, record, require_place

PREFIX_CHARACTERS = 12
MOST_OF_A_FIRM = 500  # that are good at a time
_MARK = "ent_"  # so that a token lost in a log or a repository is recognised


@dataclass(frozen=True)
class NewToken:
    """`token` is to be shown now and never again."""

    id: int
    token: str


@dataclass(frozen=True)
class Presented:
    """A token that is good: who made it, for which firm, and how far it reaches."""

    token_id: int
    person_id: int
    enterprise_id: int
    scopes: frozenset[str]


def make_token(
    *,
    acting: Acting,
    person_id: int,
    name: str,
    scopes: Sequence[str],
    expires_at: datetime,
    now: datetime,
    using: str = "default",
) -> NewToken:
    """A token that acts for the acting firm as this person, as far as `scopes` reach.

    Raises UnableToUseToken for unknown scopes, a past expiry and one token too many, UnableToAct for who has no part
    in the firm.
    """
    if not scopes or set(scopes) - set(words.SCOPES):
        raise UnableToUseToken("scope_unknown", allowed=", ".join(words.SCOPES), found=", ".join(scopes))
    if expires_at <= now:
        raise UnableToUseToken("period_empty", valid_from=now, valid_until=expires_at)
    token = _MARK + secrets.token_urlsafe(32)
    with transaction.atomic(using=using):
        require_place(Acting(acting.party_id, person_id), STAFF, now=now, using=using)
        good = ApiToken.objects.using(using).filter(
            enterprise_id=acting.party_id, revoked_at__isnull=True, expires_at__gt=now
        )
        if good.count() >= MOST_OF_A_FIRM:
            raise UnableToUseToken("tokens_too_many", most=MOST_OF_A_FIRM)
        row = ApiToken.objects.using(using).create(
            person_id=person_id,
            enterprise_id=acting.party_id,
            name=name,
            prefix=token[:PREFIX_CHARACTERS],
            scopes=sorted(set(scopes)),
            created_at=now,
            expires_at=expires_at,
        )
        TokenSecret.objects.using(using).create(token=row, hash=_hash(token))
        record("token_made", now=now, using=using, acting=acting, subject=f"token:{row.pk}", scopes=sorted(set(scopes)))
    return NewToken(int(row.pk), token)


def revoke_token(*, acting: Acting, token_id: int, now: datetime, using: str = "default") -> None:
    """From now on the token opens nothing: one's own, or as an administrator any of the firm.

    Raises UnableToUseToken where there is none of these that is not revoked.
    """
    with transaction.atomic(using=using):
        tokens = ApiToken.objects.using(using).filter(
            pk=token_id, enterprise_id=acting.party_id, revoked_at__isnull=True
        )
        if acting.person_id is not None:
            places = places_of(acting.person_id, acting.party_id, now=now, using=using)
            if "administrator" not in places:
                tokens = tokens.filter(person_id=acting.person_id)
        if tokens.update(revoked_at=now) != 1:
            raise UnableToUseToken("already_ended")
        record("token_revoked", now=now, using=using, acting=acting, subject=f"token:{token_id}")


def present_token(*, token: str, now: datetime, using: str = "default") -> Presented | None:
    """Whose token this is; None for one that is unknown, revoked, expired or of somebody who was shut out."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT token_id, person_id, enterprise_id, scopes FROM parties_token_use(%s, %s)", (_hash(token), now)
        )
        row = cursor.fetchone()
    return None if row is None else Presented(int(row[0]), int(row[1]), int(row[2]), frozenset(row[3]))


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
