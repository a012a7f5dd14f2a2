"""Signing in: by name and password, counted; by a link that works once.

Tries are counted on a connection of their own, so that they stay counted whatever becomes of the request.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.db import connections, transaction

from entrepot.modules.parties.errors import UnableToChangePeople, UnableToSignIn
from entrepot.modules.parties.models import Person, SignInLink
from entrepot.modules.parties.operations.audit import record
from entrepot.modules.parties.operations.passwords import COST, Cost, derive, invented_salt, login_name
from entrepot.store import connection

LINK_MINUTES = 15
# Failures within the span after which a name, or an address (a firm behind one router), has to wait.
SPAN = timedelta(minutes=15)
PER_ACCOUNT = 5
PER_ADDRESS = 50
_IPV6_PREFIX = 64  # one subscriber's network: its host part is free to choose


@dataclass(frozen=True)
class _Attempt:
    number: int
    salt: bytes
    cost: Cost


def sign_in(*, name: str, password: str, address: str, now: datetime) -> int:
    """The person with this username (or mail address) and password. `address`: where the request came from.

    Raises UnableToSignIn: `sign_in_wrong` alike for an unknown name and a wrong password, after the same work;
    `sign_in_too_many` with `retry_at` (aware) once PER_ACCOUNT tries for a name or PER_ADDRESS from an address failed
    within SPAN, whether the next password is right or not.
    """
    login = login_name(name)
    attempt = _begin(login, address, now)
    derived = derive(password, attempt.salt, attempt.cost)
    with connection.web() as web:
        row = web.execute("SELECT parties_password_check(%s, %s)", (login, derived)).fetchone()
        person_id = row[0] if row else None
        if person_id is None:
            raise UnableToSignIn("sign_in_wrong")
        web.execute("SELECT parties_attempt_succeeded(%s)", (attempt.number,))
    return int(person_id)


def _begin(login: str, address: str, now: datetime) -> _Attempt:
    keys = (_key("account", login), _key("address", _network(address)))
    with connection.web() as web:
        row = web.execute(
            "SELECT attempt_id, retry_at FROM parties_attempt_begin(%s, %s, %s, %s, %s, %s)",
            (*keys, now, SPAN, PER_ACCOUNT, PER_ADDRESS),
        ).fetchone()
        if row is None or row[0] is None:
            raise UnableToSignIn("sign_in_too_many", retry_at=row[1] if row else now)
        known = web.execute("SELECT salt, time_cost, memory_kib, lanes FROM parties_password_parameters(%s)", (login,))
        found = known.fetchone()
    if found is None:
        return _Attempt(row[0], invented_salt(login), COST)
    return _Attempt(row[0], bytes(found[0]), Cost(*found[1:]))


def _key(kind: str, text: str) -> bytes:
    """Names and addresses are kept as keyed hashes only."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"entrepot.parties.{kind}:{text}".encode(), "sha256")


def _network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:  # a unix socket: requests that come through it are counted together
        return address
    return str(ip_network((parsed, _IPV6_PREFIX), strict=False)) if isinstance(parsed, IPv6Address) else str(parsed)


def make_link(*, username: str, now: datetime, using: str = "owner") -> str:
    """The token of a link that signs this person in once, within LINK_MINUTES. Raises UnableToChangePeople."""
    person = Person.objects.using(using).filter(username=login_name(username), is_active=True).first()
    if person is None:
        raise UnableToChangePeople("person_unknown", username=username)
    token = secrets.token_urlsafe(24)
    with transaction.atomic(using=using):
        SignInLink.objects.using(using).create(
            person=person,
            hash=_link_hash(token),
            created_at=now,
            expires_at=now + timedelta(minutes=LINK_MINUTES),
        )
        record("link_made", now=now, using=using, subject=f"person:{person.pk}")
    return token


def use_link(*, token: str, now: datetime, using: str = "default") -> int:
    """The person whom the link was made for; it is spent with this transaction. Raises UnableToSignIn."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT parties_link_use(%s, %s)", (_link_hash(token), now))
        row = cursor.fetchone()
    if row is None or row[0] is None:
        raise UnableToSignIn("link_spent", minutes=LINK_MINUTES)
    return int(row[0])


def forget_links(*, now: datetime, using: str = "owner") -> None:
    """Delete links that sign nobody in any more: what a spent one and an unknown one are answered is the same."""
    SignInLink.objects.using(using).filter(expires_at__lte=now).delete()


def _link_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
